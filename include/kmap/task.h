/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the host calls at the turning points of a task: creation, fork, exit,
 * rest, interrupt; the switch is in <kmap/switch.h>. All of them cost a few
 * instructions when nothing is held.
 */
#ifndef KMAP_TASK_H
#define KMAP_TASK_H

#include <kmap/types.h>

#include "kmap_host.h"

/* Out of line, for a task that holds something. */
void kmap_report_held_at_rest(void) __attribute__((cold, noinline));
void kmap_report_irq(uint64_t held_at_entry) __attribute__((cold, noinline));

/**
 * kmap_ctrl_init() - make the state of a task that holds nothing
 * @ctrl: the state
 *
 * Context: any, before the task runs. Cost: one store for each slot.
 */
void kmap_ctrl_init(struct kmap_ctrl *ctrl);

/**
 * kmap_fork() - the state of a task made by copying the current one
 * @child: the copy's state; holds nothing afterwards
 *
 * Mappings belong to one task, so a copy gets none. If the host's pin counter
 * was copied as well, the host clears it.
 * Context: task, before @child runs.
 * Error: the copied task holds mappings (KMAP_BUG_HELD_AT_FORK).
 */
void kmap_fork(struct kmap_ctrl *child);

/**
 * kmap_exit() - the current task ends
 *
 * Context: the ending task, before it leaves its CPU for the last time.
 * Error: it holds mappings (KMAP_BUG_HELD_AT_EXIT); they are taken down, and
 * its pins given back, so that the CPU and its other tasks are unharmed.
 */
void kmap_exit(void);

/**
 * kmap_held() - how many mappings a task holds
 * @ctrl: its state
 *
 * Context: any, for a task that does not run elsewhere just now.
 * Cost: constant.
 */
static inline unsigned int kmap_held(const struct kmap_ctrl *ctrl)
{
	return kmap_mask_count(ctrl->used & ~ctrl->joined);
}

/**
 * kmap_assert_none() - the current task holds nothing here
 *
 * For places of rest: return to user mode, the top of a worker's loop, idle.
 * Context: task. Error: KMAP_BUG_HELD_AT_REST; the mappings stay.
 * Cost: a load and a comparison.
 */
static inline void kmap_assert_none(void)
{
	if (__builtin_expect(kmap_host_ctrl()->used != 0, 0))
		kmap_report_held_at_rest();
}

/**
 * kmap_irq_enter() - note what the interrupted task holds
 *
 * Context: an interrupt handler, before it maps anything.
 * Return: what kmap_irq_exit() wants to know. Cost: two loads.
 */
static inline uint64_t kmap_irq_enter(void)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();

	return (uint64_t)ctrl->joined << 32 | ctrl->used;
}

/**
 * kmap_irq_exit() - check that a handler gave back what it took, and no more
 * @held_at_entry: what kmap_irq_enter() returned
 *
 * Context: the end of an interrupt handler, before any task switch.
 * Error: a mapping was kept (KMAP_BUG_IRQ_LEAK; it is taken down), or one of
 * the interrupted task's was given back (KMAP_BUG_IRQ_STOLE; the page is no
 * longer mapped, but the slot stays the task's until it unmaps it). A handler
 * that does both, in the same slots, is found in debug mode only, where unmap
 * refuses a mapping of another context.
 * Cost: a load and a comparison.
 */
static inline void kmap_irq_exit(uint64_t held_at_entry)
{
	if (__builtin_expect(kmap_host_ctrl()->used != (uint32_t)held_at_entry, 0))
		kmap_report_irq(held_at_entry);
}

#endif
