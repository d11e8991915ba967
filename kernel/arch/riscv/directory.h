/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables: what is in tables.S, and how an entry is made.
 */
#ifndef RISCV_DIRECTORY_H
#define RISCV_DIRECTORY_H

#include "layout.h"
#include "table_entry.h"

/*
 * The topmost table; and the one whose entries lead to the tables of the windows. With two levels
 * they are the same.
 */
extern struct kmap_pte kernel_tables[TOP_ENTRIES], page_directory[TABLE_ENTRIES];

/* In an entry, a physical address and what is beside it here lie two bits lower. */
#define TABLE_FLAGS (ENTRY_TO_TABLE << 2)

static inline void table_entry_set(struct kmap_pte *entry, uintptr_t value)
{
	entry->word = value >> 2;
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

/* Table walks see all stores before it: all that this CPU has kept of tables is dropped. */
static inline void barrier_tables(void)
{
	__asm__ volatile("sfence.vma" : : : "memory");
}

#endif
