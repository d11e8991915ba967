/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * System registers of 32-bit ARM, and calls. References are to ARM DDI 0406C.
 */
#ifndef ARM_SYSTEM_REGISTERS_H
#define ARM_SYSTEM_REGISTERS_H

#include <stdint.h>

#define SYSTEM_READ(operation1, n, m, operation2)                                                  \
	({                                                                                         \
		uint32_t value_;                                                                   \
		__asm__ volatile("mrc p15, " #operation1 ", %0, " #n ", " #m ", " #operation2      \
				 : "=r"(value_));                                                  \
		value_;                                                                            \
	})

/* How functions pass arguments to each other, and those that firmware offers. */
#define ARGUMENT(number) "r" #number
#define CALL_CLOBBERS "r12"
#define HYPERVISOR_CALL ".arch_extension virt\n\thvc #0"
#define MONITOR_CALL ".arch_extension sec\n\tsmc #0"
/* A supervisor call overwrites lr, because the kernel runs in the mode that takes it. */
#define SUPERVISOR_CALL_CLOBBER "lr"
#define SEMIHOSTING_CALL "svc #0x123456"

/* TTBCR: which part of the addresses each of TTBR0 and TTBR1 has. */
static inline uint32_t tables_control(void)
{
	return SYSTEM_READ(0, c2, c0, 2);
}

/* In boot.S: the first instruction of every CPU but the boot CPU; linked at its physical address. */
extern const uint8_t cpu_entry[];

static inline unsigned long psci_entry(void)
{
	return (unsigned long)cpu_entry;
}

/* The frequency of the counter below. */
static inline uint32_t timer_frequency_hz(void)
{
	return SYSTEM_READ(0, c14, c0, 0);
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

/* The cycle counter: PMCCNTR. */
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
	return SYSTEM_READ(0, c5, c0, 0);
}

static inline uint32_t data_fault_address(void)
{
	return SYSTEM_READ(0, c6, c0, 0);
}

static inline uint32_t fetch_fault_status(void)
{
	return SYSTEM_READ(0, c5, c0, 1);
}

static inline uint32_t fetch_fault_address(void)
{
	return SYSTEM_READ(0, c6, c0, 2);
}

/* An empty function. */
#define RETURN_INSTRUCTION 0xe12fff1eu

/* The instruction fetch looks into its own cache, and then where the data cache writes back to. */
static inline void code_written(void *to)
{
	__asm__ volatile("mcr p15, 0, %0, c7, c11, 1; dsb; mcr p15, 0, %1, c7, c5, 0; dsb; isb"
			 :
			 : "r"(to), "r"(0)
			 : "memory");
}

#endif
