/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode: notes, checks that need them, and descriptions.
 */
#include "note.h"

#include "misuse.h"
#include "shared.h"

/* The note of the mapping that begins at @slot. Without debug mode there are none. */
static struct kmap_note *note_of(struct kmap_ctrl *ctrl, unsigned int slot)
{
	return KMAP_DEBUG ? &ctrl->note[slot] : NULL;
}

struct kmap_note kmap_note_read(const struct kmap_ctrl *ctrl, unsigned int slot)
{
	if (!KMAP_DEBUG)
		return (struct kmap_note){ 0 };
	return *note_of((struct kmap_ctrl *)ctrl, kmap_mapping_start(ctrl, slot));
}

#if KMAP_DEBUG

bool kmap_debug_may_map(const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	if (kmap_host_context() == KMAP_CONTEXT_NMI) {
		kmap_misuse_value(KMAP_BUG_NMI, KMAP_VALUE_NONE, 0, caller);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		unsigned long pfn = kmap_frames_pfn(frames, i);

		if (kmap_host_pfn_exists(pfn))
			continue;
		kmap_misuse_value(KMAP_BUG_PFN, KMAP_VALUE_PFN, pfn, caller);
		return false;
	}
	return true;
}

/* One more, or with UINT32_MAX one less, holds a local mapping of a frame, if it has a page. */
static void holders_add(unsigned long pfn, uint32_t more)
{
	const kmap_page_t *page = kmap_host_pfn_to_page(pfn);

	if (page)
		kmap_shared_add(kmap_host_page_holders(page), more);
}

void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_window *window, unsigned int start,
		       const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	for (unsigned int nr = start; nr < start + count; nr++) {
		struct kmap_slot room;
		const struct kmap_slot *slot = kmap_window_slot(window, nr, &room);

		if (kmap_arch_pte_is_none(*slot->pte))
			continue;
		kmap_slot_retire(slot, *slot->pte);
		kmap_slot_remove(slot);
		kmap_misuse_slot(KMAP_BUG_SLOT_DIRTY, nr, (uintptr_t)slot->address, caller);
	}
	*note_of(ctrl, start) = (struct kmap_note){
		.mapper = caller,
		.when = kmap_host_now(),
		.context = kmap_host_context(),
		.start = (uint16_t)start,
		.pages = (uint16_t)count,
		.cpu = kmap_window_cpu(),
	};
	for (size_t i = 0; i < count; i++)
		holders_add(kmap_frames_pfn(frames, i), 1);
}

void kmap_debug_released(const struct kmap_ctrl *ctrl, unsigned int start, unsigned int count)
{
	for (unsigned int slot = start; slot < start + count; slot++)
		if (!kmap_arch_pte_is_none(ctrl->pteval[slot]))
			holders_add(kmap_arch_pte_pfn(ctrl->pteval[slot]), UINT32_MAX);
}

bool kmap_debug_page_is_held(const kmap_page_t *page)
{
	return kmap_arch_shared_load(kmap_host_page_holders(page));
}

void kmap_debug_assert_unmapped(const kmap_page_t *page)
{
	if (kmap_debug_page_is_held(page))
		kmap_misuse_value(KMAP_BUG_FREED_HELD, KMAP_VALUE_PAGE, (uintptr_t)page,
				  KMAP_CALLER);
}

bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start, const void *address,
			  bool atomic, uintptr_t caller)
{
	struct kmap_note *note = note_of(ctrl, start);
	unsigned int end = start + kmap_mapping_length(ctrl, start);

	if (note->context != kmap_host_context()) {
		kmap_misuse_slot(KMAP_BUG_WRONG_CONTEXT, start, (uintptr_t)address, caller);
		return false;
	}
	if (note->atomic != atomic) {
		kmap_misuse_slot(KMAP_BUG_WRONG_UNMAP, start, (uintptr_t)address, caller);
		return false;
	}
	note->unmapper = caller;
	/* So that a later access to any of its pages, or to its guard, can be explained. */
	for (unsigned int slot = start + 1; slot < end; slot++)
		*note_of(ctrl, slot) = *note;
	return true;
}

/* A slot is claimed before its note is taken, and filled afterwards. */
static bool is_filled(const struct kmap_ctrl *ctrl, unsigned int slot)
{
	return ctrl->used >> slot & 1 && !kmap_arch_pte_is_none(ctrl->pteval[slot]);
}

bool kmap_debug_may_switch_in(const struct kmap_ctrl *next)
{
	unsigned int this_cpu = kmap_window_cpu(), slot = 0;
	unsigned int cpu;

	/* Other windows than those of the CPUs go along. */
	if (!KMAP_WINDOW_CPU)
		return true;
	while (slot < KMAP_WINDOW_SLOTS && !is_filled(next, slot))
		slot++;
	if (slot == KMAP_WINDOW_SLOTS)
		return true;
	cpu = next->note[kmap_mapping_start(next, slot)].cpu;
	if (cpu == this_cpu)
		return true;
	kmap_misuse_elsewhere(KMAP_BUG_MOVED, next, cpu, slot, KMAP_CALLER);
	return false;
}

bool kmap_debug_is_held(const struct kmap_window *window, unsigned int number, unsigned int slot,
			uintptr_t caller)
{
	struct kmap_slot room;

	/* A structure that was never set up says nothing. */
	if (window->base != kmap_window_slot_address(number, 0) ||
	    kmap_arch_pte_is_none(*kmap_window_slot(window, slot, &room)->pte))
		return false;
	kmap_misuse_elsewhere(KMAP_BUG_CPU_HELD, kmap_host_ctrl(), number, slot, caller);
	return true;
}

bool kmap_debug_may_share(uintptr_t caller)
{
	if (kmap_host_context() == KMAP_CONTEXT_TASK)
		return true;
	kmap_misuse_value(KMAP_BUG_CONTEXT, KMAP_VALUE_NONE, 0, caller);
	return false;
}

bool kmap_debug_io_frames(unsigned long first, uint64_t count, uintptr_t caller)
{
	for (unsigned long pfn = first; count; pfn++, count--) {
		if (!kmap_host_pfn_exists(pfn)) {
			kmap_misuse_value(KMAP_BUG_PFN, KMAP_VALUE_PFN, pfn, caller);
			return false;
		}
		if (kmap_host_pfn_is_direct(pfn)) {
			kmap_misuse_value(KMAP_BUG_IO_RAM, KMAP_VALUE_PFN, pfn, caller);
			return false;
		}
	}
	return true;
}

#endif

/* A mapping that the task holds; it begins at @start. */
static void describe_held(const struct kmap_ctrl *ctrl, const struct kmap_window *window,
			  unsigned int start, struct kmap_description *description)
{
	struct kmap_slot room;

	description->slot = start;
	description->pages = kmap_mapping_length(ctrl, start) - KMAP_GUARD;
	description->address = (uintptr_t)kmap_window_slot(window, start, &room)->address;
	if (KMAP_DEBUG)
		description->note = *note_of((struct kmap_ctrl *)ctrl, start);
}

/*
 * A slot that the task does not hold: the last mapping there, which it gave back or
 * which was taken down for it; if there was none, the slot alone.
 */
static void describe_free(const struct kmap_ctrl *ctrl, const struct kmap_window *window,
			  unsigned int slot, struct kmap_description *description)
{
	const struct kmap_note *note = note_of((struct kmap_ctrl *)ctrl, slot);
	bool noted = KMAP_DEBUG && note->mapper;
	struct kmap_slot room;

	if (noted)
		description->note = *note;
	description->state = description->note.unmapper ? KMAP_STATE_GIVEN_UP : KMAP_STATE_FREE;
	description->slot = noted ? note->start : slot;
	description->pages = noted ? note->pages : 1;
	description->address =
		(uintptr_t)kmap_window_slot(window, description->slot, &room)->address;
}

struct kmap_description kmap_describe(const struct kmap_ctrl *ctrl,
				      const struct kmap_window *window, const void *address)
{
	struct kmap_description description = { .state = KMAP_STATE_OUTSIDE };
	uintptr_t slot = kmap_window_index(kmap_window_base(window), address);

	if (slot >= KMAP_WINDOW_SLOTS)
		return description;
	if (ctrl->used >> slot & 1) {
		unsigned int start = kmap_mapping_start(ctrl, (unsigned int)slot);

		describe_held(ctrl, window, start, &description);
		description.state =
			slot < start + description.pages ? KMAP_STATE_HELD : KMAP_STATE_OVERRUN;
		return description;
	}
	describe_free(ctrl, window, (unsigned int)slot, &description);
	return description;
}

bool kmap_held_next(const struct kmap_ctrl *ctrl, const struct kmap_window *window,
		    unsigned int *slot, struct kmap_description *description)
{
	while (*slot < KMAP_WINDOW_SLOTS && !(ctrl->used >> *slot & 1))
		++*slot;
	if (*slot >= KMAP_WINDOW_SLOTS)
		return false;
	*description = (struct kmap_description){ .state = KMAP_STATE_HELD };
	describe_held(ctrl, window, *slot, description);
	*slot += kmap_mapping_length(ctrl, *slot);
	return true;
}

void kmap_report_sleep(void)
{
	kmap_misuse_value(KMAP_BUG_SLEEP, KMAP_VALUE_NONE, 0, KMAP_CALLER);
}
