/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Set-up of windows, and the out-of-line form of map and unmap.
 */
#include "report.h"

void kmap_cpu_init(struct kmap_cpu *cpu, unsigned int number)
{
	*cpu = (struct kmap_cpu){ .number = number };
	cpu->base = kmap_window_slot_address(number, 0);
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		struct kmap_slot *slot = &cpu->slot[nr];
		uintptr_t address = kmap_window_slot_address(number, nr);

		slot->address = (void *)address;
		slot->pte = kmap_host_window_pte(address);
		kmap_slot_retire(slot, *slot->pte);
		kmap_slot_remove(slot);
	}
}

void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_frames frames = { .first = pfn };

	if (KMAP_SLOT_PLAIN)
		return kmap_slot_map_fast(pfn, prot, KMAP_CALLER);
	return kmap_slots_map(&frames, 1, prot, KMAP_CALLER);
}

void kmap_slot_unmap_call(const void *address)
{
	if (KMAP_SLOT_PLAIN)
		kmap_slot_unmap_fast(address, KMAP_CALLER);
	else
		kmap_slots_unmap(address, KMAP_CALLER);
}
