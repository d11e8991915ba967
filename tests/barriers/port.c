/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What barriers.py looks at in machine code: each function is what the core does with a PTE.
 */
#include <kmap/kmap.h>

void set_one(struct kmap_pte *pte, void *address, struct kmap_pte value);
void remove_one(struct kmap_pte *pte, void *address);
void remove_several(struct kmap_pte *pte, void *address);
void remove_very_many(struct kmap_pte *pte, void *address);
void retire_page(void *address);
void *map_page(kmap_page_t *page);
void unmap_page(const void *address);

void set_one(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	kmap_arch_pte_set(pte, address, value);
}

void remove_one(struct kmap_pte *pte, void *address)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local(address);
}

void remove_several(struct kmap_pte *pte, void *address)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local_range(address, 2);
}

void remove_very_many(struct kmap_pte *pte, void *address)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local_range(address, 1u << 20);
}

void retire_page(void *address)
{
	kmap_arch_cache_retire(address);
}

void *map_page(kmap_page_t *page)
{
	return kmap_local_page(page);
}

void unmap_page(const void *address)
{
	kunmap_local(address);
}
