/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * arm64: the current task, and the masks of interrupts.
 */
#ifndef ARM64_PROCESSOR_H
#define ARM64_PROCESSOR_H

struct task;

/* The stack pointer of applications, of which there are none, points to it. */
static inline struct task *current_task(void)
{
	struct task *task;

	__asm__("mrs %0, sp_el0" : "=r"(task));
	return task;
}

static inline void irq_disable(void)
{
	__asm__ volatile("msr daifset, #2" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("msr daifclr, #2" : : : "memory");
}

/* Let FIQ in: the NMI. */
static inline void nmi_open(void)
{
	__asm__ volatile("msr daifclr, #1" : : : "memory");
}

/* DAIF. */
static inline unsigned long interrupt_masks(void)
{
	unsigned long masks;

	__asm__ volatile("mrs %0, daif" : "=r"(masks));
	return masks;
}

#endif
