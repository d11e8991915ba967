/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables, which have one level below the directory; an entry of that is a PTE, too,
 * and maps a table for the processor to read.
 */
#ifndef XTENSA_DIRECTORY_H
#define XTENSA_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"
#include "refill_tables.h"
#include "table_entry.h"

/* Where the data cache has colours, tables are read past it. */
#define TABLE_FLAGS (KMAP_XTENSA_PTE_WRITES_BACK ? KMAP_PTE_BYPASS : KMAP_PTE_WRITE_BACK)

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

/* Write back all tables, which nobody uses yet. */
void barrier_tables(void);

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

#endif
