/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86 of both widths: the types and inline functions of the machine. Every arch.h has the
 * same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#include "layout.h"

struct task;

/* Bytes of a task's stack, the task itself included; a power of two. */
#define TASK_STACK_SIZE ((uintptr_t)STACK_SIZE)

/*
 * Virtual memory, all of it in the last 2 GiB: the direct map of low memory, with the kernel in it; then kmap's
 * persistent window, the windows of the CPUs or the tasks, and the I/O window. The first
 * begins eight pages below a multiple of 4 MiB, so that it always spans two page tables.
 */
/* An address in the last 2 GiB of all, by its lower half. */
#define HIGH(address) ((uintptr_t)(intptr_t)(int32_t)(address))
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET)
#define DIRECT_PHYSICAL 0u
#if KMAP_WINDOW_TASK
#define WINDOW_BASE HIGH(0xfeff8000u)
#elif KMAP_WINDOW_PRIVATE
#define WINDOW_BASE HIGH(0xfebf8000u)
#else
#define WINDOW_BASE HIGH(0xff7f8000u)
#endif
/* The I/O window; it spans two page tables as well. */
#define IO_BASE HIGH(0xffbf8000u)
/* The page that maps the local APIC. */
#define APIC_VIRTUAL HIGH(0xffe00000u)
/* Ends 16 pages below the windows of the CPUs. With the usual size it spans three page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000u - KMAP_PERSISTENT_PAGES * 4096u)

#if KMAP_WINDOW_PRIVATE
/* What two page tables of each CPU's own cover: the window, its PTEs, and its kmap_window. */
#define PRIVATE_MIDDLE HIGH(0xfec00000u)
#define PRIVATE_BASE (PRIVATE_MIDDLE - LARGE_PAGE_BYTES)
#define PRIVATE_END (PRIVATE_MIDDLE + LARGE_PAGE_BYTES)
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + 0x100000u)
#define KMAP_PRIVATE_PTES                                                                          \
	(PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * TABLE_ENTRY_BYTES)
#define PRIVATE_CPU (PRIVATE_BASE + 0x110000u)
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
