/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Set-up of windows, and the out-of-line form of map and unmap.
 */
#include "report.h"

void kmap_cpu_init(struct kmap_cpu *cpu, unsigned int number)
{
	cpu->number = number;
	cpu->base = kmap_window_slot_address(number, 0);
	for (unsigned int nr = 0; nr < KMAP_SLOTS; nr++) {
		struct kmap_slot *slot = &cpu->slot[nr];
		uintptr_t address = kmap_window_slot_address(number, nr);

		slot->address = (void *)address;
		slot->pte = kmap_host_window_pte(address);
		kmap_slot_remove(slot);
	}
}

void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot)
{
	return kmap_slot_map_fast(pfn, prot, KMAP_CALLER);
}

void kmap_slot_unmap_call(const void *address)
{
	kmap_slot_unmap_fast(address, KMAP_CALLER);
}
