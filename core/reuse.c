/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Local mappings that use the address of a persistent one.
 */
#include "reuse.h"

#if KMAP_ARCH_REUSES_PERSISTENT && KMAP_PERSISTENT

void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot)
{
	const kmap_page_t *page = prot == KMAP_PROT_DEFAULT ? kmap_host_pfn_to_page(pfn) : NULL;

	return page ? kmap_persistent_get(page) : NULL;
}

bool kmap_reuse_unmap(const void *address, uintptr_t caller)
{
	const kmap_page_t *page;

	if (!kmap_persistent_contains(address))
		return false;
	page = kmap_persistent_to_page(address);
	if (!page || !kmap_persistent_drop(page))
		kmap_persistent_report_unmap(page, caller);
	return true;
}

#endif
