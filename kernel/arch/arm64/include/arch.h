/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * arm64: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#include "layout.h"

struct task;

#define ARCH_NAME "arm64"

/* Bytes of a task's stack, the task itself included; a power of two. */
#define TASK_STACK_SIZE 16384u

/* Frames of the smallest processors: 40 bits of physical address. */
#define PFN_END (1ul << 28)

/*
 * Virtual memory: the direct map of low memory, with the kernel in it, in the first of the 512
 * gigabytes; in the last one kmap's persistent window, the windows of the CPUs or the tasks, and
 * the I/O window. The first begins eight pages below a multiple of 2 MiB, so that it always spans
 * two page tables.
 */
#define DIRECT_BASE (KERNEL_OFFSET + RAM_PHYSICAL)
#define DIRECT_PHYSICAL RAM_PHYSICAL
#if KMAP_WINDOW_TASK
#define WINDOW_BASE 0xfffffffffeff8000ul
#elif KMAP_WINDOW_PRIVATE
#define WINDOW_BASE 0xfffffffffebf8000ul
#else
#define WINDOW_BASE 0xffffffffff7f8000ul
#endif
/* The I/O window; it spans two page tables as well. */
#define IO_BASE 0xffffffffffbf8000ul
/* Ends 16 pages below the windows. With the usual size it spans three page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000ul - KMAP_PERSISTENT_PAGES * 4096ul)

#if KMAP_WINDOW_PRIVATE
/* What two page tables of each CPU's own cover: the window, its PTEs, and its kmap_window. */
#define PRIVATE_MIDDLE 0xfffffffffec00000ul
#define PRIVATE_BASE (PRIVATE_MIDDLE - (1ul << BLOCK_SHIFT))
#define PRIVATE_END (PRIVATE_MIDDLE + (1ul << BLOCK_SHIFT))
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + 0x100000ul)
#define KMAP_PRIVATE_PTES (PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * 8)
#define PRIVATE_CPU (PRIVATE_BASE + 0x110000ul)
#define PERSISTENT_LIMIT PRIVATE_BASE
#else
#define PERSISTENT_LIMIT WINDOW_BASE
#endif

/* The machine's part of a task. */
struct arch_task {
	int unused;
};

/* Saved context of a task: the stack pointer. The registers are on the stack. */
struct context {
	uintptr_t sp;
};

/* The stack pointer of applications, of which there are none, points to it. */
static inline struct task *current_task(void)
{
	struct task *task;

	__asm__("mrs %0, sp_el0" : "=r"(task));
	return task;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return *(const volatile unsigned int *)word;
}

/* The mask of IRQ in DAIF. FIQ, the NMI of the tests, stays open. */
#define DAIF_IRQ 0x80u

static inline void irq_disable(void)
{
	__asm__ volatile("msr daifset, #2" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("msr daifclr, #2" : : : "memory");
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long flags;

	__asm__ volatile("mrs %0, daif; msr daifset, #2" : "=r"(flags) : : "memory");
	return flags;
}

static inline bool irq_is_enabled(void)
{
	unsigned long flags;

	__asm__ volatile("mrs %0, daif" : "=r"(flags));
	return !(flags & DAIF_IRQ);
}

static inline void irq_restore(unsigned long flags)
{
	if (!(flags & DAIF_IRQ))
		irq_enable();
}

/* For use in a loop that waits for another CPU. */
static inline void cpu_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

#endif
