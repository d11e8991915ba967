/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * um: what must be inline or a type. Every arch.h gives exactly these.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stdint.h>

struct task;
struct arch_cpu;

#define ARCH_NAME "um"

/*
 * Bytes of a task's stack, the task itself included; a power of two. An
 * interrupt is a signal, and with wide vector registers its frame alone takes
 * several kilobytes. A thread, which begins on the stack of an idle task, wants
 * 128 KiB on arm64. What is not touched costs nothing.
 */
#ifndef TASK_STACK_SIZE
#define TASK_STACK_SIZE 262144u
#endif

/*
 * Virtual memory: the direct map of low memory; the kmap windows and persistent window. All lie
 * where no Linux process has anything, and below 2^39, where the smallest
 * address spaces of 64-bit machines end.
 */
#define DIRECT_BASE 0x4000000000ul
#define WINDOW_BASE 0x5000000000ul

/* Frames that the process pretends to be able to address: 48 bits of physical address. */
#define PFN_END (1ul << 36)
/* The window of long-lived I/O mappings. */
#define IO_BASE 0x6000000000ul
#define PERSISTENT_BASE 0x5800000000ul

/**
 * struct arch_task - the machine's part of a task
 * @irq_on: interrupts are enabled. It lives in the task, not in the CPU, so
 *          nobody has to find the CPU first and be moved to another one before
 *          the flag is set. Zero in a new task, and in every task that does
 *          not run, because switches are made with interrupts off.
 * @cpu:    the machine's part of the CPU that it runs on. Not the same as the
 *          scheduler's idea, which changes before a task leaves its CPU.
 */
struct arch_task {
	unsigned int irq_on;
	struct arch_cpu *cpu;
};

/* Where a task goes on: room for the host's own kind of context; see context.c. */
struct context {
	uint8_t bytes[5120];
} __attribute__((aligned(16)));

/* The stack in use is the current task, so there is no moment when the two differ. */
static inline struct task *current_task(void)
{
	return (struct task *)((uintptr_t)__builtin_frame_address(0) &
			       ~((uintptr_t)TASK_STACK_SIZE - 1));
}

/* Whether a word that other CPUs write is not zero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

void irq_disable(void);

/* Also runs the handlers of what came while interrupts were off. */
void irq_enable(void);

/* Disable interrupts; returns the state for irq_restore(). */
unsigned long irq_save(void);
void irq_restore(unsigned long flags);

bool irq_is_enabled(void);

/* In a loop that waits for another CPU. */
void cpu_relax(void);

#endif
