/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in boot.S, and how an entry is made.
 */
#ifndef ARM64_TABLES_H
#define ARM64_TABLES_H

#include <kmap/types.h>

#include "layout.h"

/* What an entry of a directory covers. */
#define BLOCK_BYTES ((uintptr_t)1 << BLOCK_SHIFT)

/* In boot.S: the upper half, and its last gigabyte. */
extern struct kmap_pte top_table[TABLE_ENTRIES], window_directory[TABLE_ENTRIES];

/* The physical address of something of the kernel's. */
static inline uint64_t table_physical(const void *address)
{
	return (uintptr_t)address - KERNEL_OFFSET;
}

/* Make @entry lead to @table. */
static inline void table_link(struct kmap_pte *entry, const struct kmap_pte *table)
{
	entry->word = table_physical(table) | ENTRY_TABLE;
}

/* The entry of @address in the directory of its gigabyte. */
static inline struct kmap_pte *directory_entry(struct kmap_pte *directory, uintptr_t address)
{
	return &directory[address >> BLOCK_SHIFT & (TABLE_ENTRIES - 1)];
}

#endif
