/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From an address back to its slot or guard, and to the page that it maps.
 */
#include <kmap/kmap.h>

#include "families.h"
#include "mapping.h"
#include "misuse.h"

struct kmap_where kmap_where(const void *address)
{
	struct kmap_where where = { KMAP_PLACE_SLOT, 0, 0 };
	uintptr_t offset = (uintptr_t)address - kmap_window_start();
	uintptr_t index = kmap_window_index(kmap_window_start(), address);

	if (offset >= KMAP_WINDOW_SIZE) {
		/* The page beyond either end is a guard; the offset of the lower one wraps. */
		if (offset - KMAP_WINDOW_SIZE < KMAP_PAGE_SIZE)
			index = (uintptr_t)KMAP_WINDOWS * KMAP_WINDOW_SLOTS - 1;
		else if (offset + KMAP_PAGE_SIZE < KMAP_PAGE_SIZE)
			index = 0;
		else
			return (struct kmap_where){ KMAP_PLACE_OUTSIDE, 0, 0 };
		where.place = KMAP_PLACE_GUARD;
	}
	where.window = KMAP_WINDOW_PRIVATE ? kmap_host_window()->number
					   : (unsigned int)(index / KMAP_WINDOW_SLOTS);
	where.slot = (unsigned int)(index % KMAP_WINDOW_SLOTS);
	return where;
}

bool kmap_address_is_temporary(const void *address)
{
	return kmap_where(address).place == KMAP_PLACE_SLOT ||
	       family_persistent_contains(address) || family_io_contains(address);
}

/* The slot of this CPU at @address, if the current task holds it and it shows a page; or KMAP_NO_SLOT. */
static uint32_t mapped_slot(const struct kmap_ctrl *ctrl, const void *address)
{
	uint32_t slot = kmap_mapping_slot(ctrl, address);

	return slot != KMAP_NO_SLOT && kmap_arch_pte_is_none(ctrl->pteval[slot]) ? KMAP_NO_SLOT
										 : slot;
}

kmap_page_t *kmap_to_page(const void *address)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = mapped_slot(ctrl, address);

	if (slot != KMAP_NO_SLOT)
		return kmap_host_pfn_to_page(kmap_arch_pte_pfn(ctrl->pteval[slot]));
	if (family_persistent_contains(address))
		return family_persistent_page(address);
	if (family_io_pfn(address) != FAMILY_IO_NO_PFN)
		return kmap_host_pfn_to_page(family_io_pfn(address));
	return kmap_host_address_is_direct(address) ? kmap_host_direct_page(address) : NULL;
}

size_t kmap_local_len(const void *address)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = mapped_slot(ctrl, address);
	size_t page_rest = KMAP_PAGE_SIZE - ((uintptr_t)address & (KMAP_PAGE_SIZE - 1));
	unsigned int start, end;

	if (kmap_host_address_is_direct(address) || family_persistent_page(address))
		return page_rest;
	if (family_io_contains(address))
		return family_io_len(address);
	if (slot == KMAP_NO_SLOT)
		return 0;
	if (kmap_host_pfn_is_direct(kmap_arch_pte_pfn(ctrl->pteval[slot])))
		return page_rest;
	start = kmap_mapping_start(ctrl, slot);
	end = start + kmap_mapping_length(ctrl, start) - KMAP_GUARD;
	return page_rest + ((size_t)(end - slot - 1) << KMAP_ARCH_PAGE_SHIFT);
}

void kmap_report_not_direct(const void *address)
{
	kmap_misuse_value(KMAP_BUG_NOT_DIRECT, KMAP_VALUE_ADDRESS, (uintptr_t)address, KMAP_CALLER);
}
