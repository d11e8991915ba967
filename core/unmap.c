/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of any kind are given back: one, or many at once, whose PTEs all go before their
 * TLB entries do. Bits and pins go last, see <kmap/internal/slot.h>.
 */
#include "mapping.h"

#include "misuse.h"
#include "note.h"
#include "reuse.h"

static void invalidate_run(const struct kmap_window *window, unsigned int start,
			   unsigned int length)
{
	struct kmap_slot room;

	kmap_arch_tlb_invalidate_local_range(kmap_window_slot(window, start, &room)->address,
					     length);
}

void kmap_mapping_release(struct kmap_ctrl *ctrl, unsigned int start)
{
	struct kmap_window *window = kmap_host_window();
	unsigned int length = kmap_mapping_length(ctrl, start);
	uint32_t mask = slots_run(start, length);

	kmap_debug_released(ctrl, start, length - KMAP_GUARD);
	for (unsigned int slot = start; slot < start + length - KMAP_GUARD; slot++) {
		struct kmap_slot room;

		kmap_slot_empty(kmap_window_slot(window, slot, &room), &ctrl->pteval[slot]);
		if (slot > start)
			kmap_count(&window->counters.invalidations);
	}
	invalidate_run(window, start, length - KMAP_GUARD);
	kmap_count(&window->counters.unmaps);
	kmap_arch_store(&ctrl->joined, ctrl->joined & ~mask);
	kmap_arch_store(&ctrl->single_end, slots_single_end(ctrl->joined));
	kmap_arch_store(&ctrl->used, ctrl->used & ~mask);
	kmap_unpin();
}

/* Invalidate the slots in @mask, each run of them at once. */
static void invalidate_mask(const struct kmap_window *window, uint32_t mask)
{
	while (mask) {
		unsigned int start = kmap_arch_lowest(mask);
		/* Adding to the lowest bit carries to the end of its run. */
		uint32_t rest = mask & (mask + (mask & -mask));

		invalidate_run(window, start, kmap_mask_count(mask & ~rest));
		mask = rest;
	}
}

void kmap_mapping_release_singles(struct kmap_ctrl *ctrl, uint32_t mask)
{
	struct kmap_window *window = kmap_host_window();

	for (uint32_t left = mask; left; left &= left - 1) {
		unsigned int nr = kmap_arch_lowest(left);
		struct kmap_slot room;

		kmap_slot_empty(kmap_window_slot(window, nr, &room), &ctrl->pteval[nr]);
		kmap_count(&window->counters.unmaps);
	}
	invalidate_mask(window, mask);
	kmap_arch_store(&ctrl->used, ctrl->used & ~mask);
	for (; mask; mask &= mask - 1)
		kmap_unpin();
}

uint32_t kmap_mapping_slot(const struct kmap_ctrl *ctrl, const void *address)
{
	uintptr_t slot = kmap_window_index(kmap_window_base(kmap_host_window()), address);

	return slot < KMAP_WINDOW_SLOTS && ctrl->used >> slot & 1 ? (uint32_t)slot : KMAP_NO_SLOT;
}

bool kmap_mapping_give_back(const void *address, bool atomic, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = kmap_mapping_slot(ctrl, address);
	unsigned int start;

	if (slot == KMAP_NO_SLOT) {
		if (kmap_reuse_unmap(address, caller))
			return true;
		kmap_misuse_unmap(address, caller);
		return false;
	}
	start = kmap_mapping_start(ctrl, slot);
	if (KMAP_GUARD && slot == start + kmap_mapping_length(ctrl, start) - 1) {
		kmap_misuse_slot(KMAP_BUG_GUARD, slot, (uintptr_t)address, caller);
		return false;
	}
	if (!kmap_debug_may_unmap(ctrl, start, address, atomic, caller))
		return false;
	kmap_mapping_release(ctrl, start);
	return true;
}

void kmap_mapping_unmap(const void *address, uintptr_t caller)
{
	kmap_mapping_give_back(address, false, caller ? caller : KMAP_CALLER);
}
