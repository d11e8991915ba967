/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * System registers, barriers and calls: what the drivers that several machines share need from
 * 32-bit ARM. References are to ARM DDI 0406C.
 */
#ifndef ARM_SYSTEM_H
#define ARM_SYSTEM_H

#include <stdint.h>

#include "layout.h"

/* All loads and stores before it have been done, and are seen by every device, before what follows. */
static inline void barrier_all(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* All stores before it are seen by the other CPUs before what follows is done. */
static inline void barrier_stores(void)
{
	__asm__ volatile("dsb ishst" : : : "memory");
}

/* Stores to page tables, where there was nothing before, are seen by the table walks of all CPUs. */
static inline void barrier_tables(void)
{
	__asm__ volatile("dsb ishst; isb" : : : "memory");
}

/* TTBCR: which part of the addresses each of TTBR0 and TTBR1 has. */
static inline uint32_t tables_control(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c2, c0, 2" : "=r"(value));
	return value;
}

/* The calls of PSCI, which go to the hypervisor (SMC Calling Convention, ARM DEN 0028). */
static inline long psci_call(unsigned long function, unsigned long first, unsigned long second,
			     unsigned long third)
{
	register unsigned long r0 __asm__("r0") = function;
	register unsigned long r1 __asm__("r1") = first;
	register unsigned long r2 __asm__("r2") = second;
	register unsigned long r3 __asm__("r3") = third;

	__asm__ volatile(".arch_extension virt\n\thvc #0"
			 : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)
			 :
			 : "r12", "memory");
	return (long)r0;
}

/* In boot.S: the first instruction of every CPU but the boot CPU; linked at its physical address. */
extern const uint8_t cpu_entry[];

static inline unsigned long psci_entry(void)
{
	return (unsigned long)cpu_entry;
}

/* The supervisor call overwrites lr, because it is made in supervisor mode. */
static inline unsigned long semihosting_call(unsigned long operation, const void *block)
{
	register unsigned long r0 __asm__("r0") = operation;
	register const void *r1 __asm__("r1") = block;

	__asm__ volatile("svc #0x123456" : "+r"(r0) : "r"(r1) : "lr", "memory");
	return r0;
}

/* The frequency of the counter below. */
static inline uint32_t timer_frequency_hz(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(value));
	return value;
}

/* The virtual counter; not read before what precedes it is done (B8.1.2). */
static inline uint64_t timer_count(void)
{
	uint64_t value;

	__asm__ volatile("isb; mrrc p15, 1, %Q0, %R0, c14" : "=r"(value) : : "memory");
	return value;
}

/* The comparator of the virtual timer. */
static inline void timer_compare_set(uint64_t value)
{
	__asm__ volatile("mcrr p15, 3, %Q0, %R0, c14" : : "r"(value));
}

/* The control register of the virtual timer; the timer obeys before what follows is done. */
static inline void timer_control_set(uint32_t value)
{
	__asm__ volatile("mcr p15, 0, %0, c14, c3, 1; isb" : : "r"(value) : "memory");
}

/* The cycle counter (C12.4). */
static inline uint32_t cycles_read(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c9, c13, 0" : "=r"(value) : : "memory");
	return value;
}

/* Let it count on, from @value. */
static inline void cycles_start(uint32_t value)
{
	/* PMCR.E, PMCNTENSET.C, PMCCNTR. */
	__asm__ volatile("mcr p15, 0, %0, c9, c12, 0" : : "r"(1));
	__asm__ volatile("mcr p15, 0, %0, c9, c12, 1" : : "r"(1u << 31));
	__asm__ volatile("mcr p15, 0, %0, c9, c13, 0; isb" : : "r"(value));
}

/* What the last data abort and the last prefetch abort were about: DFSR, DFAR, IFSR, IFAR. */
static inline uint32_t data_fault_status(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c5, c0, 0" : "=r"(value));
	return value;
}

static inline uint32_t data_fault_address(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c6, c0, 0" : "=r"(value));
	return value;
}

static inline uint32_t fetch_fault_status(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c5, c0, 1" : "=r"(value));
	return value;
}

static inline uint32_t fetch_fault_address(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c6, c0, 2" : "=r"(value));
	return value;
}

#endif
