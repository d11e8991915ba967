/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With short descriptors: entries of page tables, and the tables that TTBR0 points to.
 */
#ifndef ARM_DIRECTORY_H
#define ARM_DIRECTORY_H

#include <kmap/types.h>

#include "layout.h"
#include "system.h"

/* The table of the first level. */
extern struct kmap_pte page_directory[DIRECTORY_ENTRIES];
/* The same by the name that it has in the other format. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

#define SECTION 0x2u
#define SECTION_FORBID_WRITE 0x8000u

static inline void table_entry_set(struct kmap_pte *entry, uint32_t value)
{
	entry->word = value;
}

static inline bool table_entry_is_none(struct kmap_pte entry)
{
	return !(entry.word & (SECTION | TABLE_FLAGS));
}

static inline bool table_entry_is_leaf(struct kmap_pte entry, unsigned int level)
{
	return level == 1 || entry.word & SECTION;
}

/* No entry that leads to a table forbids anything. */
static inline bool table_entry_is_writable(struct kmap_pte entry, unsigned int level)
{
	uint32_t forbidden = level == 1 ? KMAP_PTE_FORBID_WRITE : SECTION_FORBID_WRITE;

	return !table_entry_is_leaf(entry, level) || !(entry.word & forbidden);
}

/* A table of PTEs takes a quarter of a page, a section a megabyte. */
static inline uint64_t table_entry_physical(struct kmap_pte entry, unsigned int level)
{
	if (level == 1)
		return entry.word & ~0xfffu;
	return entry.word & (table_entry_is_leaf(entry, level) ? ~0xfffffu : ~0x3ffu);
}

/* The tables that TTBR1 and TTBR0 name. */
static inline uint32_t shared_tables_physical(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c2, c0, 1" : "=r"(value));
	return value - TTBR_WALKS;
}

static inline uint32_t own_tables_physical(void)
{
	uint32_t value;

	__asm__ volatile("mrc p15, 0, %0, c2, c0, 0" : "=r"(value));
	return value - TTBR_WALKS;
}

/* Load TTBR0, which the processor is not using yet. */
static inline void own_tables_load(uint32_t physical)
{
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 0" : : "r"(physical | TTBR_WALKS) : "memory");
}

#endif
