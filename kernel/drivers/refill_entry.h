/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks of directory.h where only handlers read the tables of refill_tables.h.
 */
#ifndef DRIVERS_REFILL_ENTRY_H
#define DRIVERS_REFILL_ENTRY_H

#include "refill_tables.h"

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

/* Stores to page tables are seen by the handlers that load the TLB: as by any load. */
static inline void barrier_tables(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
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
