/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * In long mode: entries of page tables, and page directories of each CPU's own.
 */
#ifndef X86_64_DIRECTORY_H
#define X86_64_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"
#include "x86_entry.h"

/* The page directory of the kernel; private windows have one for each CPU beside it. */
extern struct kmap_pte page_directory[TABLE_ENTRIES];
/* That of the direct map. */
extern struct kmap_pte direct_directory[TABLE_ENTRIES];
/* The topmost table, which leads to both; CR3 has its physical address. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

/* Two tables that lead to directories. Their last entries are for the kernel's addresses. */
struct directory_pointers {
	struct kmap_pte top[TOP_ENTRIES];
	struct kmap_pte middle[TABLE_ENTRIES];
} __attribute__((aligned(4096)));

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

/* Make @pointers lead to the directory at physical address @directory; returns what CR3 takes. */
static inline uintptr_t directory_pointers_fill(struct directory_pointers *pointers,
						uintptr_t directory)
{
	const uintptr_t flags = KMAP_PTE_PRESENT | KMAP_PTE_WRITE;

	pointers->middle[TABLE_ENTRIES - 2].word = PHYSICAL((uintptr_t)direct_directory) | flags;
	pointers->middle[TABLE_ENTRIES - 1].word = directory | flags;
	pointers->top[TOP_ENTRIES - 1].word = PHYSICAL((uintptr_t)pointers->middle) | flags;
	return PHYSICAL((uintptr_t)pointers->top);
}

#endif
