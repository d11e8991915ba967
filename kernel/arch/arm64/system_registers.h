/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * System registers of 64-bit ARM, and calls. The manual is ARM DDI 0487.
 */
#ifndef ARM64_SYSTEM_REGISTERS_H
#define ARM64_SYSTEM_REGISTERS_H

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

/* What follows is fetched, and translated, after all that precedes has taken effect. */
static inline void barrier_fetch(void)
{
	__asm__ volatile("isb" : : : "memory");
}

/* Drop all translations from this CPU's TLB, after it has seen the tables. */
static inline void tlb_invalidate_all(void)
{
	__asm__ volatile("tlbi vmalle1; dsb nsh; isb" : : : "memory");
}

/* How functions pass arguments to each other, and those that firmware offers. */
#define ARGUMENT(number) "x" #number
#define CALL_CLOBBERS                                                                              \
	"x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17"
#define HYPERVISOR_CALL "hvc #0"
#define MONITOR_CALL "smc #0"
/* A supervisor call keeps all registers. */
#define SUPERVISOR_CALL_CLOBBER "memory"
#define SEMIHOSTING_CALL "hlt #0xf000"

/* In boot.S: the first instruction of every CPU but the boot CPU. */
extern const uint8_t cpu_entry[];

/* Its physical address. */
static inline unsigned long psci_entry(void)
{
	return (unsigned long)cpu_entry - KERNEL_OFFSET;
}

/* The frequency of the counter below. */
static inline uint32_t timer_frequency_hz(void)
{
	return (uint32_t)SYSTEM_READ(cntfrq_el0);
}

/* The virtual counter; not read before what precedes it is done (the manual on the counter). */
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

/* An empty function. */
#define RETURN_INSTRUCTION 0xd65f03c0u

/*
 * The code goes through the data cache to where instructions are fetched from, and no CPU keeps
 * what it had fetched (the manual's "Concurrent modification and execution of instructions"). The
 * data cache first; all instruction caches whole, because they may be indexed by virtual addresses,
 * and the code may run at another one.
 */
static inline void code_written(void *to)
{
	__asm__ volatile("dc cvau, %0; dsb ish; ic ialluis; dsb ish; isb" : : "r"(to) : "memory");
}

#endif
