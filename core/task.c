/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The set-up of a window, and the life of a task, which begins and ends with no mappings.
 */
#include <kmap/kmap.h>

#include "apart.h"
#include "families.h"
#include "mapping.h"
#include "misuse.h"
#include "note.h"

#if KMAP_WINDOW_TASK

static void ptes_init(struct kmap_window *window)
{
	window->ptes = kmap_host_window_pte(window->base);
}

#elif KMAP_WINDOW_PRIVATE

/* The port knows where they are. */
static void ptes_init(struct kmap_window *window)
{
	(void)window;
}

#endif

#if KMAP_WINDOW_CPU

static void slots_init(struct kmap_window *window)
{
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		uintptr_t address = window->base + ((uintptr_t)nr << KMAP_ARCH_PAGE_SHIFT);

		window->slot[nr] =
			(struct kmap_slot){ (void *)address, kmap_host_window_pte(address) };
	}
}

#else

static void slots_init(struct kmap_window *window)
{
	ptes_init(window);
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		window->address[nr] =
			(void *)(window->base + ((uintptr_t)nr << KMAP_ARCH_PAGE_SHIFT));
}

#endif

#if KMAP_WINDOW_TASK

/* The first slot of the window at @base whose PTE does not follow the one before. */
static unsigned int scattered(uintptr_t base)
{
	const struct kmap_pte *first = kmap_host_window_pte(base);
	unsigned int nr = 1;

	while (nr < KMAP_WINDOW_SLOTS &&
	       kmap_host_window_pte(base + ((uintptr_t)nr << KMAP_ARCH_PAGE_SHIFT)) == first + nr)
		nr++;
	return nr;
}

/* A window in which something is held is not new: what was touched in it stays so. */
static void clear(struct kmap_window *window, unsigned int number, bool held)
{
	uint32_t touched = held ? window->touched : 0;

	*window = (struct kmap_window){ .touched = touched, .number = number };
}

#else

static void clear(struct kmap_window *window, unsigned int number, bool held)
{
	(void)held;
	*window = (struct kmap_window){ .number = number };
}

/* Nothing depends on it. */
static unsigned int scattered(uintptr_t base)
{
	(void)base;
	return KMAP_WINDOW_SLOTS;
}

#endif

/* Whether a window can be at @base; reports if not. */
static bool may_lie(uintptr_t base, uintptr_t caller)
{
	unsigned int nr;

	if (!apart_or_told(apart_from_direct(base, KMAP_WINDOW_SLOTS * KMAP_PAGE_SIZE), base,
			   caller))
		return false;
	nr = scattered(base);
	if (nr == KMAP_WINDOW_SLOTS)
		return true;
	kmap_misuse_value(KMAP_BUG_SCATTERED, KMAP_VALUE_ADDRESS,
			  base + ((uintptr_t)nr << KMAP_ARCH_PAGE_SHIFT), caller);
	return false;
}

void kmap_window_init(struct kmap_window *window, unsigned int number)
{
	const uintptr_t base = kmap_window_slot_address(number, 0);
	bool held[KMAP_WINDOW_SLOTS], any = false;

	if (!may_lie(base, KMAP_CALLER))
		return;
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		held[nr] = kmap_debug_is_held(window, number, nr, KMAP_CALLER);
		any |= held[nr];
	}
	clear(window, number, any);
	window->base = base;
	slots_init(window);
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		struct kmap_slot room;
		const struct kmap_slot *slot = kmap_window_slot(window, nr, &room);

		if (held[nr])
			continue;
		kmap_slot_retire(slot, *slot->pte);
		kmap_slot_remove(slot);
	}
}

void kmap_switch_out_call(const struct kmap_ctrl *prev)
{
	kmap_switch_out_held(prev);
}

void kmap_switch_in_call(struct kmap_ctrl *next)
{
	kmap_switch_in_held(next);
}

#if KMAP_WINDOW_TASK

/* No CPU has this number. */
#define CPU_NONE UINT32_MAX

void kmap_switch_arrive_call(struct kmap_ctrl *next)
{
	struct kmap_window *window = kmap_host_ctrl_window(next);

	next->cpu = kmap_window_cpu();
	for (uint32_t left = window->touched; left; left &= left - 1) {
		struct kmap_slot room;

		kmap_arch_tlb_invalidate_local(
			kmap_window_slot(window, kmap_arch_lowest(left), &room)->address);
		kmap_count(&window->counters.invalidations);
	}
}

/* Whichever CPU the task comes to first, it arrives there: its window may be a used one. */
static void ctrl_window_init(struct kmap_ctrl *ctrl)
{
	ctrl->pteval = kmap_host_ctrl_window(ctrl)->ptes;
	ctrl->cpu = CPU_NONE;
}

#else

static void ctrl_window_init(struct kmap_ctrl *ctrl)
{
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		ctrl->pteval[nr] = kmap_arch_pte_none();
}

#endif

void kmap_ctrl_init(struct kmap_ctrl *ctrl)
{
	*ctrl = (struct kmap_ctrl){ .single_end = KMAP_WINDOW_SLOTS };
	ctrl_window_init(ctrl);
}

/*
 * Take the slots in @mask again, without a PTE, for the task that still counts on them:
 * it may be between the load and the store of its masks. Slots in @joined continue a
 * mapping, as before, with one pin for all of it: an old mask that the task is about to
 * store joins them, too.
 */
static void retake(uint32_t mask, uint32_t joined)
{
	for (uint32_t left = mask & ~joined; left; left &= left - 1)
		kmap_pin();
	kmap_mapping_claim(kmap_host_ctrl(), mask, mask & joined);
}

/* Give back every mapping that begins in @mask; the current task holds them. */
static void release_all(uint32_t mask)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();

	for (mask &= ~ctrl->joined; mask; mask &= mask - 1)
		kmap_mapping_release(ctrl, kmap_arch_lowest(mask));
}

/* The note of the lowest mapping in @mask, which @ctrl holds. */
static struct kmap_note note_of_lowest(const struct kmap_ctrl *ctrl, uint32_t mask)
{
	return mask ? kmap_note_read(ctrl, kmap_arch_lowest(mask)) : (struct kmap_note){ 0 };
}

void kmap_fork(struct kmap_ctrl *child)
{
	uint32_t used = child->used;
	struct kmap_note note = note_of_lowest(child, used);

	kmap_ctrl_init(child);
	if (used)
		kmap_misuse_held(KMAP_BUG_HELD_AT_FORK, used, used, &note, KMAP_CALLER);
}

/* Begin or end sections of kmap_atomic() until the current task is in @count. */
static void atomic_restore(struct kmap_ctrl *ctrl, uint32_t count)
{
	while (ctrl->atomic > count)
		family_atomic_end();
	while (ctrl->atomic < count)
		family_atomic_begin();
}

/* The current task ends inside sections of kmap_atomic(); only debug mode counts them. */
static void exit_atomic(struct kmap_ctrl *ctrl, uintptr_t caller)
{
	if (!KMAP_DEBUG || !ctrl->atomic)
		return;
	atomic_restore(ctrl, 0);
	kmap_misuse_value(KMAP_BUG_ATOMIC_OPEN, KMAP_VALUE_NONE, 0, caller);
}

void kmap_exit(void)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t used = ctrl->used;
	/* Before the slots are released: a handler may reuse them, and take notes of its own. */
	struct kmap_note note = note_of_lowest(ctrl, used);

	if (used) {
		/* The report is about this window, so the task stays until it is out. */
		kmap_pin();
		release_all(used);
		kmap_misuse_held(KMAP_BUG_HELD_AT_EXIT, used, used, &note, KMAP_CALLER);
		kmap_unpin();
	}
	exit_atomic(ctrl, KMAP_CALLER);
}

void kmap_report_held_at_rest(void)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t used = ctrl->used;
	struct kmap_note note = note_of_lowest(ctrl, used);

	if (used)
		kmap_misuse_held(KMAP_BUG_HELD_AT_REST, used, used, &note, KMAP_CALLER);
	if (KMAP_DEBUG && ctrl->atomic)
		kmap_misuse_value(KMAP_BUG_ATOMIC_OPEN, KMAP_VALUE_NONE, 0, KMAP_CALLER);
}

void kmap_report_irq(const struct kmap_irq_state *entry)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t used = ctrl->used;
	uint32_t kept = used & ~entry->used;
	uint32_t stolen = entry->used & ~used;
	struct kmap_note note_kept = note_of_lowest(ctrl, kept);
	struct kmap_note note_stolen = note_of_lowest(ctrl, stolen);
	bool unbalanced = KMAP_DEBUG && ctrl->atomic != entry->atomic;

	release_all(kept);
	retake(stolen, entry->joined);
	if (unbalanced)
		atomic_restore(ctrl, entry->atomic);
	if (kept)
		kmap_misuse_held(KMAP_BUG_IRQ_LEAK, used, kept, &note_kept, KMAP_CALLER);
	if (stolen)
		kmap_misuse_held(KMAP_BUG_IRQ_STOLE, used, stolen, &note_stolen, KMAP_CALLER);
	if (unbalanced)
		kmap_misuse_value(KMAP_BUG_IRQ_ATOMIC, KMAP_VALUE_NONE, 0, KMAP_CALLER);
}
