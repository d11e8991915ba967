/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of kmap's windows. The machine says in directory.h what an entry is, and in layout.h
 * how many a table has; page_directory has those for all addresses from DIRECTORY_BASE on.
 */
#ifndef DRIVERS_WINDOW_TABLES_H
#define DRIVERS_WINDOW_TABLES_H

#include "arch.h"
#include "directory.h"

/* Build them. Boot CPU, once. */
void window_tables_init(void);

/*
 * Make a new table, which is all zero, map nothing. Where that is what zero means there is nothing
 * to do, and the compiler knows.
 */
static inline void table_init(struct kmap_pte *table)
{
	const struct kmap_pte none = kmap_arch_pte_none(), zero = { 0 };

	if (__builtin_memcmp(&none, &zero, sizeof(none)) != 0)
		for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
			table[i] = none;
}

/* Make an entry of a directory lead to @table. */
static inline void table_link(struct kmap_pte *entry, const struct kmap_pte *table)
{
	table_entry_set(entry, PHYSICAL((uintptr_t)table) | TABLE_FLAGS);
}

#endif
