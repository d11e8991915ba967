/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86 of both widths: the types and inline functions of the machine. Every arch.h has the
 * same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

/* The direct map of low memory, with the kernel in it; it and the windows lie in the last 2 GiB. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u
/* The page that maps the local APIC, above the windows; so there are tables up to it. */
#define APIC_VIRTUAL HIGH(0xffe00000u)
#define TABLES_LAST APIC_VIRTUAL

/* The GS segment of each CPU begins at a word that points to its current task. */
static inline struct task *current_task(void)
{
	struct task *task;

	__asm__("mov %%gs:0, %0" : "=r"(task));
	return task;
}

/* Whether a word that other CPUs write is nonzero: one instruction; compilers emit two. */
static inline bool word_is_set(const unsigned int *word)
{
	bool set;

	__asm__ volatile("cmpl $0, %1" : "=@ccne"(set) : "m"(*word));
	return set;
}

#define EFLAGS_INTERRUPT 0x200u

static inline void irq_disable(void)
{
	__asm__ volatile("cli" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("sti" : : : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long flags;

	__asm__ volatile("pushf; pop %0; cli" : "=r"(flags) : : "memory");
	return flags;
}

static inline bool irq_is_enabled(void)
{
	unsigned long flags;

	__asm__ volatile("pushf; pop %0" : "=r"(flags));
	return flags & EFLAGS_INTERRUPT;
}

static inline void irq_restore(unsigned long flags)
{
	if (flags & EFLAGS_INTERRUPT)
		irq_enable();
}

/* For use in a loop that waits for another CPU. */
static inline void cpu_relax(void)
{
	__asm__ volatile("pause" : : : "memory");
}

#endif
