/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What directory.h says of the entries of refill_tables.h.
 */
#ifndef DRIVERS_REFILL_ENTRY_H
#define DRIVERS_REFILL_ENTRY_H

#include "refill_tables.h"
#include "table_entry.h"

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	(void)entry;
	(void)level;
	return true;
}

static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return entry.word & KMAP_PTE_WRITE;
}

#endif
