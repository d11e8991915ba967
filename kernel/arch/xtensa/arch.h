/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Xtensa: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

#define ARCH_NAME "xtensa"

/* What the TLBs map for good is the direct map of low memory, with the kernel in it. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u

/* Frames that a PTE can hold: 32 bits of physical address. */
#define PFN_END (1ul << 20)

/* The last register that functions preserve. Code that knows nothing of it may use it meanwhile. */
register struct task *current_task_register __asm__("a15");

static inline struct task *current_task(void)
{
	return current_task_register;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return *(const volatile unsigned int *)word;
}

/* RSIL sets the level that PS holds; all interrupts of this machine are of level 1. */
static inline void irq_disable(void)
{
	unsigned long status;

	__asm__ volatile("rsil %0, 1" : "=r"(status) : : "memory");
}

static inline void irq_enable(void)
{
	unsigned long status;

	__asm__ volatile("rsil %0, 0" : "=r"(status) : : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long status;

	__asm__ volatile("rsil %0, 1" : "=r"(status) : : "memory");
	return status;
}

static inline bool irq_is_enabled(void)
{
	unsigned long status;

	__asm__ volatile("rsr.ps %0" : "=r"(status) : : "memory");
	return !(status & PS_LEVEL);
}

static inline void irq_restore(unsigned long flags)
{
	if (!(flags & PS_LEVEL))
		irq_enable();
}

/* For use in a loop that waits for another CPU. */
void cpu_relax(void);

#endif
