/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With two levels: entries of page tables, and page directories of each CPU's own.
 */
#ifndef I386_DIRECTORY_H
#define I386_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"
#include "x86_entry.h"

/* The page directory of the kernel; private windows have one for each CPU beside it. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];
/* The same by the name that it has in the other formats; CR3 has its physical address. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

/* The processor finds the directory itself: nothing leads to it. */
struct directory_pointers {
};

static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return entry.word & KMAP_PTE_WRITE;
}

static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	return level == 1 || entry.word & PTE_LARGE;
}

static inline void table_entry_set(struct kmap_pte *entry, uintptr_t value)
{
	entry->word = value;
}

/* Returns what CR3 takes for the directory at physical address @directory. */
static inline uintptr_t directory_pointers_fill(struct directory_pointers *pointers,
						uintptr_t directory)
{
	(void)pointers;
	return directory;
}

#endif
