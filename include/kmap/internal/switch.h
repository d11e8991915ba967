/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a switch does to the slots of the two tasks. Not for callers; they include
 * <kmap/task.h>.
 */
#ifndef KMAP_INTERNAL_SWITCH_H
#define KMAP_INTERNAL_SWITCH_H

#include <kmap/internal/slot.h>

KMAP_DECLARATIONS_BEGIN

/* Out of line, in core/task.c and core/note.c: what a switch does rarely. */
void kmap_switch_out_call(const struct kmap_ctrl *prev);
void kmap_switch_in_call(struct kmap_ctrl *next);
bool kmap_debug_may_switch_in(const struct kmap_ctrl *next) KMAP_NAMES_CALLER;

/* @condition; code is laid out as if it held in @percent of all cases, by compilers that can. */
#ifdef __has_builtin
#if __has_builtin(__builtin_expect_with_probability)
#define KMAP_OFTEN(condition, percent)                                                             \
	__builtin_expect_with_probability(!!(condition), 1, (percent) / 100.0)
#endif
#endif
#ifndef KMAP_OFTEN
#define KMAP_OFTEN(condition, percent) (condition)
#endif

/*
 * What compilers are told about masks, so that the slots held cost no jump and no padding: a
 * task that holds none jumps over the code for those, which takes no instruction more, and
 * after one slot comes another as often as not, so the loops are not worth aligning. Macros:
 * what an inline function says of its result is lost.
 */
#define KMAP_SWITCH_FIRST(used, nr) KMAP_OFTEN(kmap_arch_mask_lowest(used, nr), 80)
#define KMAP_SWITCH_ANOTHER(left, nr) KMAP_OFTEN(kmap_arch_mask_lowest(left, nr), 50)

/*
 * Remove the slots in @left, of which @nr is the lowest. Slots whose saved value is none
 * are removed too: an unmap may have cleared the PTE and not yet invalidated the TLB.
 */
static inline void kmap_switch_remove(uint32_t left, unsigned int nr)
{
	struct kmap_window *window = kmap_host_window();

	do {
		struct kmap_slot room;
		const struct kmap_slot *slot = kmap_window_slot(window, nr, &room);

		left = kmap_arch_mask_rest(left, nr);
		kmap_slot_retire(slot, *slot->pte);
		kmap_slot_remove(slot);
		kmap_count(&window->counters.invalidations);
	} while (KMAP_SWITCH_ANOTHER(left, &nr));
}

#if KMAP_WINDOW_TASK

void kmap_switch_arrive_call(struct kmap_ctrl *next);

/*
 * @next comes to this CPU. Nothing is to be done where it was last: only it, and handlers over
 * it, change the PTEs of its window, and what they do they do there.
 */
static inline void kmap_switch_arrive(struct kmap_ctrl *next)
{
	if (__builtin_expect(next->cpu != kmap_window_cpu(), 0))
		kmap_switch_arrive_call(next);
}

#else

static inline void kmap_switch_arrive(struct kmap_ctrl *next)
{
	(void)next;
}

#endif

/* Install the slots in @left, of which @nr is the lowest, for @next. */
static inline void kmap_switch_install(const struct kmap_ctrl *next, uint32_t left, unsigned int nr)
{
	struct kmap_window *window = kmap_host_window();

	do {
		struct kmap_slot room;

		left = kmap_arch_mask_rest(left, nr);
		kmap_slot_install(kmap_window_slot(window, nr, &room), next->pteval[nr]);
		kmap_count(&window->counters.restores);
	} while (KMAP_SWITCH_ANOTHER(left, &nr));
}

KMAP_DECLARATIONS_END

#endif
