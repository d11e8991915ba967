/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PowerPC: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

#define ARCH_NAME "powerpc"

/* The direct map of low memory, with the kernel in it. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u

/* Frames that a PTE can hold: 36 bits of physical address. */
#define PFN_END (1ul << 24)

/* The register that the ABI leaves to the system. */
register struct task *current_task_register __asm__("r2");

static inline struct task *current_task(void)
{
	return current_task_register;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static inline void irq_disable(void)
{
	__asm__ volatile("wrteei 0" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("wrteei 1" : : : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long state;

	__asm__ volatile("mfmsr %0\n\twrteei 0" : "=r"(state) : : "memory");
	return state;
}

static inline bool irq_is_enabled(void)
{
	unsigned long state;

	__asm__ volatile("mfmsr %0" : "=r"(state) : : "memory");
	return state & MSR_INTERRUPTS;
}

static inline void irq_restore(unsigned long flags)
{
	__asm__ volatile("wrtee %0" : : "r"(flags) : "memory");
}

/* For use in a loop that waits for another CPU: the hint to let others run (YIELD). */
static inline void cpu_relax(void)
{
	__asm__ volatile("or 27, 27, 27" : : : "memory");
}

#endif
