/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With LPAE: entries of page tables, and the tables that TTBR0 points to.
 */
#ifndef ARM_DIRECTORY_H
#define ARM_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"

/* The table of the second level for the kernel's addresses. */
extern struct kmap_pte page_directory[DIRECTORY_ENTRIES];

_Static_assert(MAIR0_VALUE == KMAP_ARM_MAIR0, "format.h has other memory types");

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

/* Load TTBR0, which the processor is not using yet. */
static inline void own_tables_load(uint32_t physical)
{
	__asm__ volatile("mcrr p15, 0, %Q0, %R0, c2" : : "r"((uint64_t)physical) : "memory");
}

#endif
