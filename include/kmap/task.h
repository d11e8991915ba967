/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the host calls: when a CPU is set up, and at the turning points of a
 * task: creation, fork, switch, interrupt, rest, sleep, exit. All of those cost
 * a few instructions when nothing is held.
 *
 * The two halves of a switch stay apart because the host changes the current
 * task between them, and an interrupt may come wherever the host allows one: it
 * takes slots that are free in the mask of the task that is current for it, and
 * leaves them clean, because neither half changes a mask.
 */
#ifndef KMAP_TASK_H
#define KMAP_TASK_H

#include <kmap/internal/slot.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/* Out of line: what the calls below leave to core/task.c, and to core/note.c. */
void kmap_switch_out_call(const struct kmap_ctrl *prev);
void kmap_switch_in_call(const struct kmap_ctrl *next);
void kmap_report_held_at_rest(void) __attribute__((cold, noinline));
void kmap_report_irq(uint64_t held_at_entry) __attribute__((cold, noinline));
void kmap_report_sleep(void) __attribute__((cold, noinline));

/**
 * kmap_cpu_init() - set up a CPU's window
 * @cpu:    the CPU's structure, in the host's per-CPU data
 * @number: the CPU's number, below KMAP_CPUS_MAX
 *
 * Asks the host for the PTE of every slot, so the page tables of the windows
 * must exist; nothing is allocated. Leaves all slots unmapped.
 *
 * Context: once for each CPU, before its first mapping; on any CPU, but on
 * the CPU itself if its TLB may hold entries for the window.
 */
void kmap_cpu_init(struct kmap_cpu *cpu, unsigned int number);

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
void kmap_fork(struct kmap_ctrl *child) KMAP_NAMES_CALLER;

/*
 * @prev holds something. Slots whose saved value is none are removed too: an
 * unmap may have cleared the PTE and not yet invalidated the TLB.
 */
static inline void kmap_switch_out_held(const struct kmap_ctrl *prev)
{
	struct kmap_cpu *cpu = kmap_host_cpu();
	uint32_t left = prev->used;

	do {
		const struct kmap_slot *slot = &cpu->slot[__builtin_ctz(left)];

		kmap_slot_retire(slot, *slot->pte);
		kmap_slot_remove(slot);
		kmap_count(&cpu->counters.invalidations);
		left &= left - 1;
	} while (left);
}

/* @next holds something. */
static inline void kmap_switch_in_held(const struct kmap_ctrl *next)
{
	struct kmap_cpu *cpu = kmap_host_cpu();
	uint32_t left = next->used;

	do {
		unsigned int nr = (unsigned int)__builtin_ctz(left);

		kmap_slot_install(&cpu->slot[nr], next->pteval[nr]);
		kmap_count(&cpu->counters.restores);
		left &= left - 1;
	} while (left);
}

/**
 * kmap_switch_out() - take down the mappings of the task that leaves this CPU
 * @prev: its state
 *
 * Context: the scheduler, interrupts off, on the CPU that @prev leaves and
 * before any other task runs on it. Does not change @prev.
 * Cost: with nothing held, a comparison; else a PTE store and a local TLB
 * invalidation for each used slot.
 */
static inline void kmap_switch_out(const struct kmap_ctrl *prev)
{
	if (__builtin_expect(prev->used == 0, 1))
		return;
	if (KMAP_INLINE)
		kmap_switch_out_held(prev);
	else
		kmap_switch_out_call(prev);
}

/**
 * kmap_switch_in() - put back the mappings of the task that comes to this CPU
 * @next: its state
 *
 * Context: the scheduler, interrupts off, after kmap_switch_out() of the task
 * that left and before @next touches its mappings. The task is an argument, not
 * looked up, so with interrupts off through both halves the current task may
 * change anywhere between the first instruction of the one and the last of the
 * other. Where an interrupt may come between the halves, change it there.
 * Cost: with nothing held, a comparison; else a PTE store for each used slot.
 */
static inline void kmap_switch_in(const struct kmap_ctrl *next)
{
	if (__builtin_expect(next->used == 0, 1))
		return;
	if (KMAP_INLINE)
		kmap_switch_in_held(next);
	else
		kmap_switch_in_call(next);
}

/**
 * kmap_exit() - the current task ends
 *
 * Context: the ending task, before it leaves its CPU for the last time.
 * Error: it holds mappings (KMAP_BUG_HELD_AT_EXIT); they are taken down, and
 * its pins given back, so that the CPU and its other tasks are unharmed.
 */
void kmap_exit(void) KMAP_NAMES_CALLER;

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

/**
 * kmap_might_sleep() - the current task is about to sleep
 *
 * The host calls it in every function that may give the CPU away for a time.
 * Context: any. Error: in debug mode, inside kmap_atomic() (KMAP_BUG_SLEEP).
 * Cost: nothing without KMAP_DEBUG.
 */
static inline void kmap_might_sleep(void)
{
	if (KMAP_DEBUG && kmap_host_ctrl()->atomic)
		kmap_report_sleep();
}

KMAP_DECLARATIONS_END

#endif
