/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is the same in the entries of page tables where all levels are like that of PTEs: an entry is
 * none, and has an address, as a PTE.
 */
#ifndef DRIVERS_TABLE_ENTRY_H
#define DRIVERS_TABLE_ENTRY_H

#include <kmap/types.h>

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
}

static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (uint64_t)kmap_arch_pte_pfn(entry) << KMAP_ARCH_PAGE_SHIFT;
}

#endif
