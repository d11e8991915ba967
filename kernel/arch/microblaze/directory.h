/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables, which have one level below the directory; an entry of that is the
 * physical address of a table.
 */
#ifndef MICROBLAZE_DIRECTORY_H
#define MICROBLAZE_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"

/* The tables of all addresses. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

/* Stores to page tables are seen by the handler that loads the TLB: as by any load. */
static inline void barrier_tables(void)
{
	__asm__ volatile("" : : : "memory");
}

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
