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

/* Make @entry lead to @table. */
static inline void table_link(struct kmap_pte *entry, const struct kmap_pte *table)
{
	entry->word = table_physical(table) | ENTRY_TABLE;
}

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
}

/* At higher levels the second bit says whether another table follows. */
static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	return level == 1 || !(entry.word & 2);
}

/* No entry that leads to a table forbids anything. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return !table_entry_is_leaf(entry, level) || !(entry.word & KMAP_PTE_READ_ONLY);
}

static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (uint64_t)kmap_arch_pte_pfn(entry) << KMAP_ARCH_PAGE_SHIFT;
}

/* The entry of @address in the directory of its gigabyte. */
static inline struct kmap_pte *directory_entry(struct kmap_pte *directory, uintptr_t address)
{
	return &directory[address >> BLOCK_SHIFT & (TABLE_ENTRIES - 1)];
}

#endif
