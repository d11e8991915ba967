/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables, which have one level below the directory.
 */
#ifndef MIPS_DIRECTORY_H
#define MIPS_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
}

static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	(void)entry;
	(void)level;
	return true;
}

static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return entry.word & KMAP_PTE_WRITE;
}

static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (uint64_t)kmap_arch_pte_pfn(entry) << KMAP_ARCH_PAGE_SHIFT;
}

#endif
