/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * System registers, barriers and calls: what the drivers that several machines share need from
 * 64-bit ARM. References are to ARM DDI 0487G.a.
 */
#ifndef ARM64_SYSTEM_H
#define ARM64_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

#include "layout.h"

#define SYSTEM_READ(name)                                                                          \
	({                                                                                         \
		uint64_t value_;                                                                   \
		__asm__ volatile("mrs %0, " #name : "=r"(value_) : : "memory");                    \
		value_;                                                                            \
	})
#define SYSTEM_WRITE(name, value)                                                                  \
	__asm__ volatile("msr " #name ", %0" : : "r"((uint64_t)(value)) : "memory")

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

/* What follows is fetched, and translated, after all that precedes has taken effect. */
static inline void barrier_fetch(void)
{
	__asm__ volatile("isb" : : : "memory");
}

/* Drop all translations from this CPU's TLB, after it has seen the tables (D5.10.1). */
static inline void tlb_invalidate_all(void)
{
	__asm__ volatile("tlbi vmalle1; dsb nsh; isb" : : : "memory");
}

/* Whether the device tree says that PSCI is the secure monitor's, and not the hypervisor's. */
extern bool psci_is_smc;

/* The calls of PSCI (SMC Calling Convention, ARM DEN 0028). */
static inline long psci_call(unsigned long function, unsigned long first, unsigned long second,
			     unsigned long third)
{
	register unsigned long x0 __asm__("x0") = function;
	register unsigned long x1 __asm__("x1") = first;
	register unsigned long x2 __asm__("x2") = second;
	register unsigned long x3 __asm__("x3") = third;

#define PSCI_CALL(instruction)                                                                     \
	__asm__ volatile(instruction " #0"                                                         \
			 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)                                  \
			 :                                                                         \
			 : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",  \
			   "x15", "x16", "x17", "memory")
	if (psci_is_smc)
		PSCI_CALL("smc");
	else
		PSCI_CALL("hvc");
	return (long)x0;
}

/* In boot.S: the first instruction of every CPU but the boot CPU. */
extern const uint8_t cpu_entry[];

/* Its physical address. */
static inline unsigned long psci_entry(void)
{
	return (unsigned long)cpu_entry - KERNEL_OFFSET;
}

static inline unsigned long semihosting_call(unsigned long operation, const void *block)
{
	register unsigned long x0 __asm__("x0") = operation;
	register const void *x1 __asm__("x1") = block;

	__asm__ volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
	return x0;
}

/* The frequency of the counter below. */
static inline uint32_t timer_frequency_hz(void)
{
	return (uint32_t)SYSTEM_READ(cntfrq_el0);
}

/* The virtual counter; not read before what precedes it is done (D11.2.2). */
static inline uint64_t timer_count(void)
{
	barrier_fetch();
	return SYSTEM_READ(cntvct_el0);
}

/* The comparator of the virtual timer. */
static inline void timer_compare_set(uint64_t value)
{
	SYSTEM_WRITE(cntv_cval_el0, value);
}

/* The control register of the virtual timer; the timer obeys before what follows is done. */
static inline void timer_control_set(uint32_t value)
{
	SYSTEM_WRITE(cntv_ctl_el0, value);
	barrier_fetch();
}

#endif
