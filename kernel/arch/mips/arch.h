/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MIPS: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

#define ARCH_NAME "mips"

/* KSEG0 is the direct map of low memory, with the kernel in it. The TLB maps nothing but windows. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u

/* Frames that a PTE can hold: 36 bits of physical address. */
#define PFN_END (1ul << 24)

/* The register that programs use for small data. */
register struct task *current_task_register __asm__("$28");

static inline struct task *current_task(void)
{
	return current_task_register;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

#define STATUS_IE 1u

/* EHB: no interrupt is taken from here on, or one that is pending is taken here. */
static inline void irq_disable(void)
{
	__asm__ volatile("di\n\tehb" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("ei\n\tehb" : : : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long status;

	__asm__ volatile("di %0\n\tehb" : "=r"(status) : : "memory");
	return status;
}

static inline bool irq_is_enabled(void)
{
	unsigned long status;

	__asm__ volatile("mfc0 %0, $12" : "=r"(status) : : "memory");
	return status & STATUS_IE;
}

static inline void irq_restore(unsigned long flags)
{
	if (flags & STATUS_IE)
		irq_enable();
}

/* For use in a loop that waits for another CPU. A call: see entry.S. */
void cpu_relax(void);

#endif
