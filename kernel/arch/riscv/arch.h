/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RISC-V of both widths: the types and inline functions of the machine. Every arch.h has the same
 * ones.
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
 * Virtual memory: devices, the direct map of low memory, with the kernel in it; then kmap's
 * persistent window, the windows of the CPUs or the tasks, and the I/O window. The first begins
 * eight pages below a multiple of 4 MiB, so that it always spans two page tables.
 */
/* An address in the last 2 GiB of all, by its lower half. */
#define HIGH(address) ((uintptr_t)(intptr_t)(int32_t)(address))
#define DIRECT_BASE ((uintptr_t)KERNEL_OFFSET + RAM_PHYSICAL)
#define DIRECT_PHYSICAL RAM_PHYSICAL
#if KMAP_WINDOW_TASK
#define WINDOW_BASE HIGH(0xfeff8000u)
#elif KMAP_WINDOW_PRIVATE
#define WINDOW_BASE HIGH(0xfebf8000u)
#else
#define WINDOW_BASE HIGH(0xff7f8000u)
#endif
/* The I/O window; it spans two page tables as well. */
#define IO_BASE HIGH(0xffbf8000u)
/* Ends 16 pages below the windows of the CPUs. With the usual size it spans three page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000u - KMAP_PERSISTENT_PAGES * 4096u)

#if KMAP_WINDOW_PRIVATE
/* What two page tables of each CPU's own cover: the window, its PTEs, and its kmap_window. */
#define PRIVATE_MIDDLE HIGH(0xfec00000u)
#define PRIVATE_BASE (PRIVATE_MIDDLE - ((uintptr_t)1 << BLOCK_SHIFT))
#define PRIVATE_END (PRIVATE_MIDDLE + ((uintptr_t)1 << BLOCK_SHIFT))
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + 0x100000u)
#define KMAP_PRIVATE_PTES                                                                          \
	(PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * REGISTER_BYTES)
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
