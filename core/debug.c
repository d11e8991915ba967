/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode: notes, checks that need them, and descriptions.
 */
#include "debug.h"

#include "report.h"
#include "slots.h"

/* The note of the mapping that begins at @slot. Without debug mode there are none. */
static struct kmap_note *note_of(struct kmap_ctrl *ctrl, unsigned int slot)
{
	return KMAP_DEBUG ? &ctrl->note[slot] : NULL;
}

bool kmap_debug_may_map(const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	if (kmap_host_context() == KMAP_CONTEXT_NMI) {
		kmap_report_slot(KMAP_BUG_NMI, KMAP_NO_SLOT, 0, caller);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		unsigned long pfn = kmap_frames_pfn(frames, i);

		if (kmap_host_pfn_exists(pfn))
			continue;
		kmap_report_slot(KMAP_BUG_PFN, KMAP_NO_SLOT, pfn, caller);
		return false;
	}
	return true;
}

void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int start,
		       size_t count, uintptr_t caller)
{
	for (unsigned int slot = start; slot < start + count; slot++) {
		if (kmap_arch_pte_is_none(*cpu->slot[slot].pte))
			continue;
		kmap_slot_retire(&cpu->slot[slot], *cpu->slot[slot].pte);
		kmap_slot_remove(&cpu->slot[slot]);
		kmap_report_slot(KMAP_BUG_SLOT_DIRTY, slot, (uintptr_t)cpu->slot[slot].address,
				 caller);
	}
	*note_of(ctrl, start) = (struct kmap_note){
		.mapper = caller,
		.when = kmap_host_now(),
		.context = kmap_host_context(),
	};
	/* What was noted of mappings that began in the slots behind is history. */
	for (unsigned int slot = start + 1; slot < start + count; slot++)
		*note_of(ctrl, slot) = (struct kmap_note){ 0 };
}

bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start, const void *address,
			  uintptr_t caller)
{
	struct kmap_note *note = note_of(ctrl, start);

	if (note->context != kmap_host_context()) {
		kmap_report_slot(KMAP_BUG_WRONG_CONTEXT, start, (uintptr_t)address, caller);
		return false;
	}
	note->unmapper = caller;
	return true;
}

static void describe_mapping(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
			     unsigned int start, struct kmap_description *description)
{
	description->slot = start;
	description->pages = kmap_slots_length(ctrl, start) - KMAP_GUARD;
	description->address = (uintptr_t)cpu->slot[start].address;
	if (KMAP_DEBUG)
		description->note = *note_of((struct kmap_ctrl *)ctrl, start);
}

struct kmap_description kmap_describe(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
				      const void *address)
{
	struct kmap_description description = { .state = KMAP_STATE_OUTSIDE };
	uintptr_t slot = kmap_window_index(cpu->base, address);

	if (slot >= KMAP_WINDOW_SLOTS)
		return description;
	if (ctrl->used >> slot & 1) {
		unsigned int start = kmap_slots_start(ctrl, (unsigned int)slot);

		describe_mapping(ctrl, cpu, start, &description);
		description.state =
			slot < start + description.pages ? KMAP_STATE_HELD : KMAP_STATE_OVERRUN;
		return description;
	}
	describe_mapping(ctrl, cpu, (unsigned int)slot, &description);
	description.pages = 1;
	description.state = description.note.unmapper ? KMAP_STATE_GIVEN_UP : KMAP_STATE_FREE;
	return description;
}

bool kmap_held_next(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int *slot,
		    struct kmap_description *description)
{
	while (*slot < KMAP_WINDOW_SLOTS && !(ctrl->used >> *slot & 1))
		++*slot;
	if (*slot >= KMAP_WINDOW_SLOTS)
		return false;
	*description = (struct kmap_description){ .state = KMAP_STATE_HELD };
	describe_mapping(ctrl, cpu, *slot, description);
	*slot += kmap_slots_length(ctrl, *slot);
	return true;
}

void kmap_report_sleep(void)
{
	kmap_report_slot(KMAP_BUG_SLEEP, KMAP_NO_SLOT, 0, KMAP_CALLER);
}
