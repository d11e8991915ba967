/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MicroBlaze: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

#define ARCH_NAME "microblaze"

/* The direct map of low memory, with the kernel in it. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET + RAM_PHYSICAL)
#define DIRECT_PHYSICAL ((uintptr_t)RAM_PHYSICAL)

/* Frames that a PTE can hold: 32 bits of physical address. */
#define PFN_END (1ul << 20)

/* The register that programs use for small data. */
register struct task *current_task_register __asm__("r13");

static inline struct task *current_task(void)
{
	return current_task_register;
}

/* Whether a word that interrupt handlers write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return *(const volatile unsigned int *)word;
}

/* The next instruction is not interrupted any more. */
static inline void irq_disable(void)
{
	__asm__ volatile("msrclr r0, %0" : : "i"(STATUS_INTERRUPTS) : "memory");
}

/* An interrupt that is pending is taken behind the NOP. */
static inline void irq_enable(void)
{
	__asm__ volatile("msrset r0, %0\n\tnop" : : "i"(STATUS_INTERRUPTS) : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long status;

	__asm__ volatile("msrclr %0, %1" : "=r"(status) : "i"(STATUS_INTERRUPTS) : "memory");
	return status;
}

static inline bool irq_is_enabled(void)
{
	unsigned long status;

	__asm__ volatile("mfs %0, rmsr" : "=r"(status) : : "memory");
	return status & STATUS_INTERRUPTS;
}

static inline void irq_restore(unsigned long flags)
{
	if (flags & STATUS_INTERRUPTS)
		irq_enable();
}

/* For use in a loop that waits for another CPU. There is none. */
static inline void cpu_relax(void)
{
	__asm__ volatile("nop" : : : "memory");
}

#endif
