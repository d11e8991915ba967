/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is the same in the entries of page tables of all x86 formats.
 */
#ifndef X86_ENTRY_H
#define X86_ENTRY_H

#include "table_entry.h"

/* What an entry that leads to another table has beside its address. */
#define TABLE_FLAGS (KMAP_PTE_PRESENT | KMAP_PTE_WRITE)

/* Table walks see stores to tables, where there was nothing before, in their order. */
static inline void barrier_tables(void)
{
}

#endif
