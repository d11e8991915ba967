/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the host calls: when a window is set up, and in the life of a task: creation,
 * fork, switch, interrupt, rest, sleep, exit. Each call for a task costs a few
 * instructions when nothing is held.
 *
 * A switch has two halves, because the host changes the current task between
 * them. An interrupt may come wherever the host allows one: its handler takes
 * slots that are free in the mask of the task that is current then, and leaves
 * them clean. Neither half changes a mask.
 */
#ifndef KMAP_TASK_H
#define KMAP_TASK_H

#include <kmap/internal/switch.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/**
 * struct kmap_irq_state - what the interrupted task holds when a handler begins
 * @used:   its slots
 * @joined: those that continue a mapping
 * @atomic: kmap_atomic() sections that it is in; counted in debug mode
 */
struct kmap_irq_state {
	uint32_t used;
	uint32_t joined;
	uint32_t atomic;
};

/* Out of line, in core/task.c and core/note.c: what the calls below do rarely. */
void kmap_report_held_at_rest(void) __attribute__((cold, __noinline__));
void kmap_report_irq(const struct kmap_irq_state *entry) __attribute__((cold, __noinline__));
void kmap_report_sleep(void) __attribute__((cold, __noinline__));
void kmap_debug_assert_unmapped(const kmap_page_t *page) KMAP_NAMES_CALLER;

/**
 * kmap_window_init() - set up the window of a CPU, or where KMAP_WINDOW is task, of a task
 * @window: the structure, in the host's per-CPU data, or beside the task's stack
 * @number: the CPU's number, below KMAP_CPUS_MAX; or that of the task's window, below
 *          KMAP_TASKS_MAX
 *
 * Asks the host for the PTE of every slot, so the page tables of the windows
 * must exist; nothing is allocated. Leaves all slots unmapped.
 *
 * Context: once for each CPU, before its first mapping. On any CPU; on the CPU itself
 * if its TLB may hold entries for the window, or where KMAP_WINDOW is private. Where
 * KMAP_WINDOW is task, once for each window, before kmap_ctrl_init() of the first task that
 * has it, while no TLB holds entries for it; later tasks find it as the last one left it.
 * Error: a page of the window, or one beside it, is directly mapped
 * (KMAP_BUG_OVERLAP); where KMAP_WINDOW is task, its PTEs are not side by side
 * (KMAP_BUG_SCATTERED). @window is left as it was, so nobody may map there.
 * Cost: a question to the host and a PTE store for each slot.
 */
void kmap_window_init(struct kmap_window *window, unsigned int number) KMAP_NAMES_CALLER;

/**
 * kmap_ctrl_init() - initialise the state of a task that holds nothing
 * @ctrl: the state
 *
 * Where KMAP_WINDOW is task, asks the host for the task's window.
 * Context: any, before the task runs. Cost: one store for each slot.
 */
void kmap_ctrl_init(struct kmap_ctrl *ctrl);

/**
 * kmap_fork() - initialise the state of a task made by copying the current one
 * @child: the copy's state; holds nothing afterwards
 *
 * Mappings belong to one task, so a copy gets none. If the host copied its pin
 * counter as well, it must clear that itself. Where KMAP_WINDOW is task, the copy has
 * got its own window before.
 * Context: task, before @child runs.
 * Error: the copied task holds mappings (KMAP_BUG_HELD_AT_FORK).
 * Cost: that of kmap_ctrl_init().
 */
void kmap_fork(struct kmap_ctrl *child) KMAP_NAMES_CALLER;

/**
 * kmap_switch_out_held() - kmap_switch_out() for a task that is known to hold something
 * @prev: its state, in which a slot is in use
 *
 * Context: that of kmap_switch_out(). Cost: that of kmap_switch_out().
 */
static inline void kmap_switch_out_held(const struct kmap_ctrl *prev)
{
	if (KMAP_WINDOW_TASK)
		return;
	kmap_switch_remove(prev->used, kmap_arch_lowest(prev->used));
}

/**
 * kmap_switch_in_held() - kmap_switch_in() for a task that is known to hold something
 * @next: its state, in which a slot is in use
 *
 * Without the check of debug mode that the task has not moved.
 * Context: that of kmap_switch_in(). Cost: that of kmap_switch_in().
 */
static inline void kmap_switch_in_held(struct kmap_ctrl *next)
{
	if (KMAP_WINDOW_TASK)
		kmap_switch_arrive(next);
	else
		kmap_switch_install(next, next->used, kmap_arch_lowest(next->used));
}

/**
 * kmap_switch_out() - take down the mappings of the task that leaves this CPU
 * @prev: its state
 *
 * Context: the scheduler, interrupts off, on the CPU that @prev leaves and
 * before any other task runs on it. Does not change @prev.
 * Cost: a comparison when nothing is held; else a PTE store and a local TLB
 * invalidation for each slot in use. Where KMAP_WINDOW is task: none.
 */
static inline void kmap_switch_out(const struct kmap_ctrl *prev)
{
	uint32_t used = prev->used;
	unsigned int lowest;

	if (KMAP_WINDOW_TASK || !KMAP_SWITCH_FIRST(used, &lowest))
		return;
	if (KMAP_INLINE)
		kmap_switch_remove(used, lowest);
	else
		kmap_switch_out_call(prev);
}

/**
 * kmap_switch_in() - put back the mappings of the task that comes to this CPU
 * @next: its state
 *
 * Context: the scheduler, interrupts off, after kmap_switch_out() of the task
 * that left and before @next touches its mappings. The task is an argument, so if
 * interrupts stay off through both halves, the host may change the current task
 * anywhere in them. If an interrupt may come between the halves, the host changes
 * it there. Where KMAP_WINDOW is task, none may come between the change of the current
 * task and this call.
 * Cost: a comparison when nothing is held; else a PTE store for each slot in use. Where
 * KMAP_WINDOW is task: a comparison; if @next was on another CPU last, a local TLB
 * invalidation for each slot that its window has ever used.
 */
static inline void kmap_switch_in(struct kmap_ctrl *next)
{
	uint32_t used = next->used;
	unsigned int lowest;

	if (KMAP_WINDOW_TASK) {
		kmap_switch_arrive(next);
		return;
	}
	if (!KMAP_SWITCH_FIRST(used, &lowest))
		return;
	if (KMAP_DEBUG && !kmap_debug_may_switch_in(next))
		return;
	if (KMAP_INLINE)
		kmap_switch_install(next, used, lowest);
	else
		kmap_switch_in_call(next);
}

/**
 * kmap_exit() - the current task ends
 *
 * Context: the ending task, before it leaves its CPU for the last time.
 * Error: it holds mappings (KMAP_BUG_HELD_AT_EXIT). They are taken down and its
 * pins given back, so that no other task is harmed.
 * Cost: a load and a comparison when nothing is held.
 */
void kmap_exit(void) KMAP_NAMES_CALLER;

/**
 * kmap_held() - how many mappings a task holds
 * @ctrl: its state
 *
 * Context: any, for a task that is not running on another CPU.
 * Return: mappings, not slots: one of several pages counts once.
 * Cost: constant.
 */
static inline unsigned int kmap_held(const struct kmap_ctrl *ctrl)
{
	return kmap_mask_count(ctrl->used & ~ctrl->joined);
}

/**
 * kmap_assert_none() - the current task holds nothing here
 *
 * For points where a task must hold nothing: the return to user mode, the top of
 * a worker's loop, idle.
 * Context: task. Error: KMAP_BUG_HELD_AT_REST; the mappings stay.
 * Cost: a load and a comparison.
 */
static inline void kmap_assert_none(void)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();

	if (__builtin_expect(ctrl->used != 0 || (KMAP_DEBUG && ctrl->atomic), 0))
		kmap_report_held_at_rest();
}

/**
 * kmap_irq_enter() - note what the interrupted task holds
 *
 * Context: an interrupt handler, before it maps anything.
 * Return: a value to pass to kmap_irq_exit(). Cost: two loads.
 */
static inline struct kmap_irq_state kmap_irq_enter(void)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_irq_state state = { ctrl->used, ctrl->joined, KMAP_DEBUG ? ctrl->atomic : 0 };

	return state;
}

/**
 * kmap_irq_exit() - check that a handler gave back what it took, and no more
 * @entry: what kmap_irq_enter() returned
 *
 * Context: the end of an interrupt handler, before any task switch.
 * Error: the handler kept a mapping (KMAP_BUG_IRQ_LEAK; it is taken down), or gave
 * back one of the interrupted task (KMAP_BUG_IRQ_STOLE; the page is no longer
 * mapped, but the slot stays the task's until the task unmaps it). A handler that
 * does both in the same slots is found in debug mode only, where unmap refuses a
 * mapping of another context.
 * Cost: a load and a comparison.
 */
static inline void kmap_irq_exit(struct kmap_irq_state entry)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();

	if (__builtin_expect(
		    ctrl->used != entry.used || (KMAP_DEBUG && ctrl->atomic != entry.atomic), 0))
		kmap_report_irq(&entry);
}

/**
 * kmap_might_sleep() - the current task is about to sleep
 *
 * The host calls it in every function that may sleep.
 * Context: any. Error: in debug mode, inside kmap_atomic() (KMAP_BUG_SLEEP).
 * Cost: nothing without KMAP_DEBUG.
 */
static inline void kmap_might_sleep(void)
{
	if (KMAP_DEBUG && kmap_host_ctrl()->atomic)
		kmap_report_sleep();
}

/**
 * kmap_assert_unmapped() - a page goes back to its allocator
 * @page: the page
 *
 * For the host's allocator: no task and no handler may hold a local mapping of
 * the page. Directly mapped pages count only where they went through slots.
 * Context: any but NMI.
 * Error: in debug mode, a mapping is held (KMAP_BUG_FREED_HELD); it stays.
 * Cost: nothing without KMAP_DEBUG; else a load.
 */
static inline void kmap_assert_unmapped(const kmap_page_t *page)
{
	if (KMAP_DEBUG)
		kmap_debug_assert_unmapped(page);
}

KMAP_DECLARATIONS_END

#endif
