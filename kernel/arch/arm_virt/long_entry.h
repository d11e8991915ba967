/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entries of page tables in the long-descriptor format: LPAE's, and that of 64-bit ARM.
 */
#ifndef ARM_VIRT_LONG_ENTRY_H
#define ARM_VIRT_LONG_ENTRY_H

#include "table_entry.h"

static inline void table_entry_set(struct kmap_pte *entry, uint64_t value)
{
	entry->word = value;
}

/* At higher levels the second bit says whether another table follows. */
static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	return level == 1 || !(entry.word & 2);
}

/* No entry that leads to a table forbids anything. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	return !table_entry_is_leaf(entry, level) || !(entry.word & KMAP_PTE_FORBID_WRITE);
}

#endif
