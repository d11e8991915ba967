/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MIPS: the types and inline functions of the machine. Every arch.h has the same ones.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

struct task;

#define ARCH_NAME "mips"

/* Bytes of a task's stack, the task itself included; a power of two. */
#define TASK_STACK_SIZE 16384u

/*
 * Virtual memory: KSEG0 is the direct map of low memory, with the kernel in it. The TLB maps
 * nothing but kmap's windows: the persistent one, those of the CPUs or the tasks, and the one for
 * I/O. The windows of the CPUs or tasks begin eight pages below a multiple of 4 MiB, so that the
 * first always spans two page tables.
 */
#define DIRECT_BASE 0x80000000u
#define DIRECT_PHYSICAL 0u
#if KMAP_WINDOW_TASK
#define WINDOW_BASE 0xfeff8000u
#elif KMAP_WINDOW_PRIVATE
#define WINDOW_BASE 0xfebf8000u
#else
#define WINDOW_BASE 0xff7f8000u
#endif
/* The I/O window; it spans two page tables as well. */
#define IO_BASE 0xffbf8000u
/* Ends 16 pages below the windows of the CPUs. With the usual size it spans two page tables. */
#define PERSISTENT_BASE (PERSISTENT_LIMIT - 0x10000u - KMAP_PERSISTENT_PAGES * 4096u)

#if KMAP_WINDOW_PRIVATE
/* What two page tables of each CPU's own cover: the window, its PTEs, and its kmap_window. */
#define PRIVATE_MIDDLE 0xfec00000u
#define PRIVATE_BASE (PRIVATE_MIDDLE - 0x400000u)
#define PRIVATE_END (PRIVATE_MIDDLE + 0x400000u)
#define PRIVATE_PTE_PAGES (PRIVATE_BASE + 0x100000u)
#define KMAP_PRIVATE_PTES (PRIVATE_PTE_PAGES + (WINDOW_BASE - PRIVATE_BASE) / 4096 * 4)
#define PRIVATE_CPU (PRIVATE_BASE + 0x110000u)
#define PERSISTENT_LIMIT PRIVATE_BASE
#else
#define PERSISTENT_LIMIT WINDOW_BASE
#endif

/* Frames that a PTE can hold: 36 bits of physical address. */
#define PFN_END (1ul << 24)

/* The machine's part of a task. */
struct arch_task {
	int unused;
};

/* Saved context of a task: the stack pointer. The registers are on the stack. */
struct context {
	uintptr_t sp;
};

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
