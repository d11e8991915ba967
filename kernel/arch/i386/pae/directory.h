/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With PAE: entries of page tables, and page directories of each CPU's own.
 */
#ifndef I386_DIRECTORY_H
#define I386_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"
#include "x86_entry.h"

/* The page directory of the kernel; private windows have one for each CPU beside it. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];
/* What leads to it; CR3 has its physical address. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

/* A whole set of page tables: four pointers to directories. The fourth is for the kernel's addresses. */
struct directory_pointers {
	struct kmap_pte entry[4];
} __attribute__((aligned(32)));

/* An entry of the topmost table has no bit for it. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return level == TABLE_LEVELS || entry.low & KMAP_PTE_WRITE;
}

static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	return level == 1 || entry.low & PTE_LARGE;
}

static inline void table_entry_set(struct kmap_pte *entry, uintptr_t value)
{
	entry->low = value;
}

/* Make @pointers lead to the directory at physical address @directory; returns what CR3 takes. */
static inline uintptr_t directory_pointers_fill(struct directory_pointers *pointers,
						uintptr_t directory)
{
	pointers->entry[3].low = directory | KMAP_PTE_PRESENT;
	return PHYSICAL((uintptr_t)pointers);
}

#endif
