/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From an address back to what it maps.
 */
#include <kmap/kmap.h>

#include "report.h"
#include "slots.h"

bool is_kmap_addr(const void *address)
{
	return kmap_where(address).place == KMAP_PLACE_SLOT || kmap_persistent_contains(address) ||
	       kmap_io_contains(address);
}

/* The slot of this CPU that @address is in, if the current task holds it; or KMAP_NO_SLOT. */
static uint32_t held_slot(const struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
			  const void *address)
{
	uintptr_t slot = kmap_window_index(cpu->base, address);

	if (slot >= KMAP_WINDOW_SLOTS || !(ctrl->used >> slot & 1) ||
	    kmap_arch_pte_is_none(ctrl->pteval[slot]))
		return KMAP_NO_SLOT;
	return (uint32_t)slot;
}

kmap_page_t *kmap_to_page(const void *address)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = held_slot(ctrl, kmap_host_cpu(), address);

	if (slot != KMAP_NO_SLOT)
		return kmap_host_pfn_to_page(kmap_arch_pte_pfn(ctrl->pteval[slot]));
	if (kmap_persistent_contains(address))
		return kmap_persistent_to_page(address);
	if (kmap_io_to_pfn(address) != KMAP_IO_NO_PFN)
		return kmap_host_pfn_to_page(kmap_io_to_pfn(address));
	return kmap_host_address_is_direct(address) ? kmap_host_direct_page(address) : NULL;
}

size_t kmap_local_len(const void *address)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = held_slot(ctrl, kmap_host_cpu(), address);
	size_t page_rest = KMAP_PAGE_SIZE - ((uintptr_t)address & (KMAP_PAGE_SIZE - 1));
	unsigned int start, end;

	if (kmap_host_address_is_direct(address) || kmap_persistent_to_page(address))
		return page_rest;
	if (kmap_io_contains(address))
		return kmap_io_len(address);
	if (slot == KMAP_NO_SLOT)
		return 0;
	if (kmap_host_pfn_is_direct(kmap_arch_pte_pfn(ctrl->pteval[slot])))
		return page_rest;
	start = kmap_slots_start(ctrl, slot);
	end = start + kmap_slots_length(ctrl, start) - KMAP_GUARD;
	return page_rest + ((size_t)(end - slot - 1) << KMAP_ARCH_PAGE_SHIFT);
}

void kmap_report_not_direct(const void *address)
{
	kmap_report_slot(KMAP_BUG_NOT_DIRECT, KMAP_NO_SLOT, (uintptr_t)address, KMAP_CALLER);
}
