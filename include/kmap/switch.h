/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two halves of a task switch, for the scheduler. They stay apart because
 * the host changes the current task between them, and an interrupt may come
 * wherever the host allows one: it takes slots that are free in the mask of
 * the task that is current for it, and leaves them clean, because neither half
 * changes a mask.
 */
#ifndef KMAP_SWITCH_H
#define KMAP_SWITCH_H

#include <kmap/slot.h>

/* The halves as functions, in core/switch.c, for KMAP_INLINE 0. */
void kmap_switch_out_call(const struct kmap_ctrl *prev);
void kmap_switch_in_call(const struct kmap_ctrl *next);

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

#endif
