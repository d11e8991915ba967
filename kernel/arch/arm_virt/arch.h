/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ARM of both widths: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "layout.h"
#include "processor.h"
#include "window_layout.h"

/* The direct map of low memory, with the kernel in it. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET + RAM_PHYSICAL)
#define DIRECT_PHYSICAL ((uintptr_t)RAM_PHYSICAL)

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return *(const volatile unsigned int *)word;
}

/* The mask of IRQ in CPSR and in DAIF. FIQ, the NMI of the tests, stays open. */
#define IRQ_DISABLED 0x80u

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long flags = interrupt_masks();

	irq_disable();
	return flags;
}

static inline bool irq_is_enabled(void)
{
	return !(interrupt_masks() & IRQ_DISABLED);
}

static inline void irq_restore(unsigned long flags)
{
	if (!(flags & IRQ_DISABLED))
		irq_enable();
}

/* For use in a loop that waits for another CPU. */
static inline void cpu_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

#endif
