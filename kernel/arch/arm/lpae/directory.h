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
/* What leads to it. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

_Static_assert(MAIR0_VALUE == KMAP_ARM_MAIR0, "format.h has other memory types");

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return kmap_arch_pte_is_none(entry);
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

static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	(void)level;
	return (uint64_t)kmap_arch_pte_pfn(entry) << KMAP_ARCH_PAGE_SHIFT;
}

/* The tables that TTBR1 and TTBR0 name. */
static inline uint32_t shared_tables_physical(void)
{
	uint64_t value;

	__asm__ volatile("mrrc p15, 1, %Q0, %R0, c2" : "=r"(value));
	return (uint32_t)value;
}

static inline uint32_t own_tables_physical(void)
{
	uint64_t value;

	__asm__ volatile("mrrc p15, 0, %Q0, %R0, c2" : "=r"(value));
	return (uint32_t)value;
}

/* Load TTBR0, which the processor is not using yet. */
static inline void own_tables_load(uint32_t physical)
{
	__asm__ volatile("mcrr p15, 0, %Q0, %R0, c2" : : "r"((uint64_t)physical) : "memory");
}

#endif
