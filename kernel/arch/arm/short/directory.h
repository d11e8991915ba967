/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With short descriptors: entries of page tables, and the tables that TTBR0 points to.
 */
#ifndef ARM_DIRECTORY_H
#define ARM_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"

/* The table of the first level. */
extern struct kmap_pte page_directory[DIRECTORY_ENTRIES];

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

/* Load TTBR0, which the processor is not using yet. */
static inline void own_tables_load(uint32_t physical)
{
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 0" : : "r"(physical | TTBR_WALKS) : "memory");
}

#endif
