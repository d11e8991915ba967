/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in tables.S, and how an entry is made.
 */
#ifndef RISCV_DIRECTORY_H
#define RISCV_DIRECTORY_H

#include <stdbool.h>

#include <kmap/types.h>

#include "layout.h"

/* What an entry of a directory covers. */
#define BLOCK_BYTES ((uintptr_t)1 << BLOCK_SHIFT)

/*
 * The topmost table; and the one whose entries lead to the tables of the windows. With two levels
 * they are the same.
 */
extern struct kmap_pte top_table[TABLE_ENTRIES], window_directory[TABLE_ENTRIES];

/* The physical address of something of the kernel's. */
static inline uintptr_t table_physical(const void *address)
{
	return (uintptr_t)address - KERNEL_OFFSET;
}

/* Make @entry lead to @table. */
static inline void table_link(struct kmap_pte *entry, const struct kmap_pte *table)
{
	*entry = kmap_arch_pte_make(table_physical(table) >> KMAP_ARCH_PAGE_SHIFT, ENTRY_TABLE);
}

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
}

/* What allows anything is a leaf, of whatever size. */
static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return entry.word & (KMAP_PTE_READ | KMAP_PTE_WRITE | KMAP_PTE_EXECUTE);
}

/* No entry that leads to a table forbids anything. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return !table_entry_is_leaf(entry, level) || entry.word & KMAP_PTE_WRITE;
}

static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (uint64_t)kmap_arch_pte_pfn(entry) << KMAP_ARCH_PAGE_SHIFT;
}

/* The entry of @address in the directory of its part of all addresses. */
static inline struct kmap_pte *directory_entry(struct kmap_pte *directory, uintptr_t address)
{
	return &directory[address >> BLOCK_SHIFT & (TABLE_ENTRIES - 1)];
}

#endif
