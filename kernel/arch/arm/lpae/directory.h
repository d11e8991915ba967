/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * With LPAE: page tables, and those that TTBR0 points to.
 */
#ifndef ARM_DIRECTORY_H
#define ARM_DIRECTORY_H

#include "layout.h"
#include "long_entry.h"
#include "system.h"

/* The table of the second level for the kernel's addresses. */
extern struct kmap_pte page_directory[DIRECTORY_ENTRIES];
/* What leads to it. */
extern struct kmap_pte kernel_tables[TOP_ENTRIES];

_Static_assert(MAIR0_VALUE == KMAP_ARM_MAIR0, "format.h has other memory types");

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
