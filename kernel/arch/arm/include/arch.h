/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * 32-bit ARM: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#include "format.h"

struct task;

/* Bytes of a task's stack, the task itself included; a power of two. */
#define TASK_STACK_SIZE 16384u

/*
 * Virtual memory: the direct map of devices and low memory, with the kernel in it; then kmap's
 * persistent window, the windows of the CPUs or the tasks, and the I/O window. The first begins
 * eight pages below a multiple of 2 MiB, so that it always spans two page tables.
 */
#define DIRECT_BASE 0xc0000000u
#define DIRECT_PHYSICAL 0x40000000u
#if KMAP_WINDOW_TASK
#define WINDOW_BASE 0xfeff8000u
#elif !KMAP_WINDOW_PRIVATE
#define WINDOW_BASE 0xff7f8000u
#endif
/* The I/O window; it spans two page tables as well. */
#define IO_BASE 0xffbf8000u
/* Ends 16 pages below the windows of the CPUs. With the usual size it spans three page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000u - KMAP_PERSISTENT_PAGES * 4096u)

#if KMAP_WINDOW_PRIVATE
/*
 * What each CPU maps by itself, through TTBR0: two page tables cover the window, its PTEs, and its
 * kmap_window.
 */
#define PRIVATE_MIDDLE 0x01000000u
#define PRIVATE_BASE (PRIVATE_MIDDLE - (1u << LARGE_PAGE_SHIFT))
#define PRIVATE_END (PRIVATE_MIDDLE + (1u << LARGE_PAGE_SHIFT))
#define WINDOW_BASE (PRIVATE_MIDDLE - 0x8000u)
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + 0x40000u)
#define KMAP_PRIVATE_PTES                                                                          \
	(PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * TABLE_ENTRY_BYTES)
#define PRIVATE_CPU (PRIVATE_BASE + 0x50000u)
#define PERSISTENT_LIMIT IO_BASE
#else
#define PERSISTENT_LIMIT WINDOW_BASE
#endif

/* The machine's part of a task. */
struct arch_task {
	int unused;
};

/* Saved context of a task: the stack pointer. The registers are on the stack. */
struct context {
	uint32_t sp;
};

/* The register for the software's own use, TPIDRPRW, points to the current task. */
static inline struct task *current_task(void)
{
	struct task *task;

	__asm__("mrc p15, 0, %0, c13, c0, 4" : "=r"(task));
	return task;
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

#define CPSR_INTERRUPT_DISABLED 0x80u

static inline void irq_disable(void)
{
	__asm__ volatile("cpsid i" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("cpsie i" : : : "memory");
}

static inline unsigned long status_read(void)
{
	unsigned long status;

	__asm__ volatile("mrs %0, cpsr" : "=r"(status) : : "memory");
	return status;
}

/* Disable interrupts; returns the state for irq_restore(). */
static inline unsigned long irq_save(void)
{
	unsigned long status = status_read();

	irq_disable();
	return status;
}

static inline bool irq_is_enabled(void)
{
	return !(status_read() & CPSR_INTERRUPT_DISABLED);
}

static inline void irq_restore(unsigned long flags)
{
	if (!(flags & CPSR_INTERRUPT_DISABLED))
		irq_enable();
}

/* For use in a loop that waits for another CPU. */
static inline void cpu_relax(void)
{
	__asm__ volatile("yield" : : : "memory");
}

#endif
