/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * um: the types and inline functions of the machine. Every arch.h has the same ones.
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
 * several kilobytes. A thread needs at least 128 KiB on arm64, and CPUs start on the
 * stacks of their idle tasks. Pages that are never touched take no memory.
 */
#ifndef TASK_STACK_SIZE
#define TASK_STACK_SIZE 262144u
#endif

/*
 * Virtual memory: the direct map of low memory, and the kmap windows. All lie where
 * Linux maps nothing by itself, and below 2^39, the end of the smallest 64-bit user
 * address spaces.
 */
#define DIRECT_BASE 0x4000000000ul
#define DIRECT_PHYSICAL 0u
#define WINDOW_BASE 0x5000000000ul

/* Frames of the simulated machine: 48 bits of physical address. */
#define PFN_END (1ul << 36)
/* The I/O window. */
#define IO_BASE 0x6000000000ul
#define PERSISTENT_BASE 0x5800000000ul

/**
 * struct arch_task - the machine's part of a task
 * @irq_on: interrupts are enabled. In the task and not in the CPU, because a task
 *          could be moved between looking up its CPU and setting the flag. Zero in
 *          a new task and in every task that does not run, because switches are
 *          made with interrupts off.
 * @cpu:    the machine's part of the CPU that it runs on. May differ from the @cpu
 *          of struct task, which changes before the stack is switched.
 */
struct arch_task {
	unsigned int irq_on;
	struct arch_cpu *cpu;
};

/* Saved context of a task, in the host's format; see um_os/context.c. */
struct context {
	uint8_t bytes[5120];
} __attribute__((aligned(16)));

/* Derived from the stack pointer, so it changes together with the stack. */
static inline struct task *current_task(void)
{
	return (struct task *)((uintptr_t)__builtin_frame_address(0) &
			       ~((uintptr_t)TASK_STACK_SIZE - 1));
}

/* Whether a word that other CPUs write is nonzero. */
static inline bool word_is_set(const unsigned int *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

void irq_disable(void);

/* Also runs the handlers of pending interrupts. */
void irq_enable(void);

/* Disable interrupts; returns the state for irq_restore(). */
unsigned long irq_save(void);
void irq_restore(unsigned long flags);

bool irq_is_enabled(void);

/* For use in a loop that waits for another CPU. */
void cpu_relax(void);

#endif
