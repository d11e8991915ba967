/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables from which a TLB is loaded: by handlers, or by the processor from virtual memory. One
 * level of tables below a directory, which has those of all addresses; an entry of that is the
 * address of a table in the direct map, or what layout.h says (TABLE_OF_ENTRY), and leads to an
 * empty one where nothing is ever mapped. For directory.h, and what must know which directory a CPU
 * uses.
 */
#ifndef DRIVERS_REFILL_TABLES_H
#define DRIVERS_REFILL_TABLES_H

#include <kmap/types.h>

#include "layout.h"

#ifndef TABLE_OF_ENTRY
#define TABLE_OF_ENTRY(word) (word)
#endif

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
	return (const struct kmap_pte *)TABLE_OF_ENTRY(directory_of(number)[index].word);
}

/* The PTE of an address as it is in the tables. */
static inline struct kmap_pte table_pte(unsigned int number, uint32_t address)
{
	const struct kmap_pte *table = table_of(number, address >> LARGE_PAGE_SHIFT);

	return table[address >> KMAP_ARCH_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

#endif
