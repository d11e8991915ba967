/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * 32-bit ARM: the current task, and the masks of interrupts.
 */
#ifndef ARM_PROCESSOR_H
#define ARM_PROCESSOR_H

struct task;

/* The register for the software's own use, TPIDRPRW, points to the current task. */
static inline struct task *current_task(void)
{
	struct task *task;

	__asm__("mrc p15, 0, %0, c13, c0, 4" : "=r"(task));
	return task;
}

static inline void irq_disable(void)
{
	__asm__ volatile("cpsid i" : : : "memory");
}

static inline void irq_enable(void)
{
	__asm__ volatile("cpsie i" : : : "memory");
}

/* Let FIQ in: the NMI. */
static inline void nmi_open(void)
{
	__asm__ volatile("cpsie f" : : : "memory");
}

/* CPSR. */
static inline unsigned long interrupt_masks(void)
{
	unsigned long status;

	__asm__ volatile("mrs %0, cpsr" : "=r"(status));
	return status;
}

#endif
