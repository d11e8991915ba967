/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SPARC: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "context.h"
#include "window_layout.h"

struct task;

#define ARCH_NAME "sparc"

/* The direct map of low memory, with the kernel in it. */
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u

/* Frames that a PTE can hold: 36 bits of physical address. */
#define PFN_END (1ul << 24)

/* A register that compilers leave to the system. */
register struct task *current_task_register __asm__("g6");

static inline struct task *current_task(void)
{
	return current_task_register;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

static inline unsigned long psr_read(void)
{
	unsigned long psr;

	__asm__ volatile("rd %%psr, %0" : "=r"(psr) : : "memory");
	return psr;
}

/* Three instructions later at the latest it works (B.29). */
static inline void psr_write(unsigned long psr)
{
	__asm__ volatile("wr %0, 0, %%psr\n\tnop\n\tnop\n\tnop" : : "r"(psr) : "memory", "cc");
}

/*
 * Interrupts are on when every level but the first is let through: that one only ends the waiting of
 * cpu_relax().
 */
static inline void irq_disable(void)
{
	psr_write(psr_read() | PSR_LEVEL);
}

static inline void irq_enable(void)
{
	psr_write(psr_read() & ~(unsigned long)PSR_LEVELS_OFF);
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long psr = psr_read();

	psr_write(psr | PSR_LEVEL);
	return psr;
}

static inline bool irq_is_enabled(void)
{
	return !(psr_read() & PSR_LEVELS_OFF);
}

static inline void irq_restore(unsigned long flags)
{
	if (!(flags & PSR_LEVELS_OFF))
		irq_enable();
}

/* For use in a loop that waits for another CPU: QEMU runs one at a time, and goes on to the next. */
void cpu_relax(void);

#endif
