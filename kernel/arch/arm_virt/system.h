/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Barriers and calls, with instructions that both widths have.
 */
#ifndef ARM_VIRT_SYSTEM_H
#define ARM_VIRT_SYSTEM_H

#include <stdbool.h>

#include "system_registers.h"

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

/* Whether the device tree says that PSCI is the secure monitor's, and not the hypervisor's. */
extern bool psci_is_smc;

/* The calls of PSCI (SMC Calling Convention, ARM DEN 0028). */
static inline long psci_call(unsigned long function, unsigned long first, unsigned long second,
			     unsigned long third)
{
	register unsigned long a0 __asm__(ARGUMENT(0)) = function;
	register unsigned long a1 __asm__(ARGUMENT(1)) = first;
	register unsigned long a2 __asm__(ARGUMENT(2)) = second;
	register unsigned long a3 __asm__(ARGUMENT(3)) = third;

#define PSCI_CALL(instruction)                                                                     \
	__asm__ volatile(instruction                                                               \
			 : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3)                                  \
			 :                                                                         \
			 : CALL_CLOBBERS, "memory")
	if (psci_is_smc)
		PSCI_CALL(MONITOR_CALL);
	else
		PSCI_CALL(HYPERVISOR_CALL);
	return (long)a0;
}

static inline unsigned long semihosting_call(unsigned long operation, const void *block)
{
	register unsigned long a0 __asm__(ARGUMENT(0)) = operation;
	register const void *a1 __asm__(ARGUMENT(1)) = block;

	__asm__ volatile(SEMIHOSTING_CALL : "+r"(a0) : "r"(a1) : "memory", SUPERVISOR_CALL_CLOBBER);
	return a0;
}

#endif
