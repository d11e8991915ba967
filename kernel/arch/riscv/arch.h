/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RISC-V of both widths: the types and inline functions of the machine. Every arch.h has the same
 * ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "layout.h"
#include "window_layout.h"

struct task;

/* The direct map of low memory, with the kernel in it; devices lie below. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET + RAM_PHYSICAL)
#define DIRECT_PHYSICAL ((uintptr_t)RAM_PHYSICAL)

/* The thread pointer, which no compiler uses for anything else, points to the current task. */
register struct task *thread_pointer __asm__("tp");

static inline struct task *current_task(void)
{
	return thread_pointer;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return *(const volatile unsigned int *)word;
}

static inline void irq_disable(void)
{
	__asm__ volatile("csrci sstatus, %0" : : "i"(STATUS_INTERRUPTS) : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("csrsi sstatus, %0" : : "i"(STATUS_INTERRUPTS) : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long status;

	__asm__ volatile("csrrci %0, sstatus, %1"
			 : "=r"(status)
			 : "i"(STATUS_INTERRUPTS)
			 : "memory");
	return status;
}

static inline bool irq_is_enabled(void)
{
	unsigned long status;

	__asm__ volatile("csrr %0, sstatus" : "=r"(status));
	return status & STATUS_INTERRUPTS;
}

static inline void irq_restore(unsigned long flags)
{
	if (flags & STATUS_INTERRUPTS)
		irq_enable();
}

/* For use in a loop that waits for another CPU: PAUSE, which processors without it ignore. */
static inline void cpu_relax(void)
{
	__asm__ volatile(".4byte 0x0100000f" : : : "memory");
}

#endif
