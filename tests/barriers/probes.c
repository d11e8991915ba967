/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Each hook of a port that writes PTEs or invalidates, between accesses to memory: barriers.py
 * looks at what the compiler makes of them.
 */
#include <kmap/kmap.h>

void probe_map(struct kmap_pte *pte, char *address, struct kmap_pte value);
void probe_unmap(struct kmap_pte *pte, char *address, struct kmap_pte *other);
void probe_few(struct kmap_pte *pte, char *address);
void probe_all(struct kmap_pte *pte, char *address);

void probe_map(struct kmap_pte *pte, char *address, struct kmap_pte value)
{
	kmap_arch_pte_set(pte, address, value);
	(void)*(volatile char *)address;
}

void probe_unmap(struct kmap_pte *pte, char *address, struct kmap_pte *other)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local(address);
	(void)*(volatile char *)other;
}

void probe_few(struct kmap_pte *pte, char *address)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local_range(address, 2);
	(void)*(volatile char *)pte;
}

void probe_all(struct kmap_pte *pte, char *address)
{
	kmap_arch_pte_clear(pte, address);
	kmap_arch_tlb_invalidate_local_range(address, 1000);
	(void)*(volatile char *)pte;
}
