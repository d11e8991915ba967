/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in boot.S, and how an entry is made.
 */
#ifndef ARM64_DIRECTORY_H
#define ARM64_DIRECTORY_H

#include <stdbool.h>

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

/* Whether the entry of a table other than the last is a block, and does not lead to a table. */
static inline bool table_entry_is_large(struct kmap_pte entry)
{
	return (entry.word & ENTRY_TABLE) != ENTRY_TABLE;
}

/* Make @entry lead to @table. */
static inline void table_link(struct kmap_pte *entry, const struct kmap_pte *table)
{
	entry->word = table_physical(table) | ENTRY_TABLE;
}

/* No entry of a table forbids writing to what is below it. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return (level > 1 && !table_entry_is_large(entry)) || !(entry.word & KMAP_PTE_READ_ONLY);
}

/* The entry of @address in the directory of its gigabyte. */
static inline struct kmap_pte *directory_entry(struct kmap_pte *directory, uintptr_t address)
{
	return &directory[address >> BLOCK_SHIFT & (TABLE_ENTRIES - 1)];
}

#endif
