/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables that only software reads: the handlers that load the TLB. One level of tables below a
 * directory, which has those of all addresses; an entry of that is the address of a table in the
 * direct map, and leads to an empty one where nothing is ever mapped. For directory.h, and what
 * must know which directory a CPU uses.
 */
#ifndef DRIVERS_REFILL_TABLES_H
#define DRIVERS_REFILL_TABLES_H

#include <kmap/types.h>

#include "layout.h"

/* The tables of all addresses. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];

/* The table for addresses at which nothing is ever mapped. */
extern struct kmap_pte empty_table[TABLE_ENTRIES];

/* Build all page tables. Boot CPU, once. */
void refill_tables_init(void);

/*
 * The directory that CPU @number uses. Where windows are private each has one of its own, which
 * the machine puts where the CPU's handlers look.
 */
const struct kmap_pte *directory_of(unsigned int number);

/* Page table @index of a CPU's. */
static inline const struct kmap_pte *table_of(unsigned int number, uint32_t index)
{
	return (const struct kmap_pte *)directory_of(number)[index].word;
}

/* The PTE of an address as the handlers find it. */
static inline struct kmap_pte table_pte(unsigned int number, uint32_t address)
{
	const struct kmap_pte *table = table_of(number, address >> LARGE_PAGE_SHIFT);

	return table[address >> KMAP_ARCH_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

/* --- the hooks of directory.h ---------------------------------------------- */

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
