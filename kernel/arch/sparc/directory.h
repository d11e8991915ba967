/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in boot.S, and how an entry is made.
 */
#ifndef SPARC_DIRECTORY_H
#define SPARC_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"

/* The topmost table; the tables of the second level, side by side; what contexts lead to. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];
extern struct kmap_pte page_directory[DIRECTORY_TABLES * TABLE_ENTRIES];
extern struct kmap_pte context_table[CPU_NUMBER_MASK + 1];

/* One store, which no walk finds halfway. */
static inline void table_entry_set(struct kmap_pte *entry, uintptr_t value)
{
	kmap_sparc_pte_write(entry, value >> ENTRY_SHIFT);
}

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
}

/* At any level. */
static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (entry.word & KMAP_PTE_TYPE) == KMAP_PTE_PAGE;
}

/* No entry that leads to a table forbids anything. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return !table_entry_is_leaf(entry, level) ||
	       (entry.word & KMAP_PTE_READ_WRITE_EXECUTE) == KMAP_PTE_READ_WRITE_EXECUTE;
}

/* What leads to a table has two flags beside the address, and a PTE eight. */
static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	uint32_t flags = table_entry_is_leaf(entry, level) ? 0xff : 0x03;

	return (uint64_t)(entry.word & ~flags) << ENTRY_SHIFT;
}

/* Table walks see all stores before it: all that this CPU has kept of tables is dropped. */
static inline void barrier_tables(void)
{
	kmap_arch_tlb_invalidate_local((void *)(uintptr_t)FLUSH_ALL);
}

#endif
