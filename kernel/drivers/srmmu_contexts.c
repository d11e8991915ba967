/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page tables that a CPU uses. Each CPU has a context, and the table of contexts names its
 * topmost table: one of its own, where windows are private. That the entries of the kernel's pages
 * belong to all contexts does no harm: a TLB is its CPU's own, and that has one context all the time.
 */
#include "private_windows.h"

#include "sparc.h"
#include "task.h"
#include "walk_top.h"
#include "window_tables.h"

uintptr_t tables_top(unsigned int number)
{
	return (uintptr_t)table_entry_physical(context_table[number], TABLE_LEVELS + 1);
}

uintptr_t tables_top_in_use(void)
{
	return tables_top(mmu_read(MMU_CONTEXT));
}

#if KMAP_WINDOW_PRIVATE

/* The index of the table of the second level that leads to private windows. */
#define MIDDLE_INDEX ((PRIVATE_BASE - DIRECTORY_BASE) >> TOP_SHIFT)

_Static_assert(PRIVATE_BASE >> TOP_SHIFT == (PRIVATE_END - 1) >> TOP_SHIFT,
	       "one table of the second level leads to private windows");

static struct own_tables {
	struct kmap_pte top[TOP_ENTRIES];
	struct kmap_pte middle[TABLE_ENTRIES];
} privates[KMAP_CPUS_MAX] __attribute__((aligned(1024)));

/* Copies, one of which leads to the other. */
struct kmap_pte *private_directory(unsigned int number)
{
	struct own_tables *own = &privates[number];

	for (unsigned int i = 0; i < TOP_ENTRIES; i++)
		own->top[i] = kernel_tables[i];
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		own->middle[i] = page_directory[MIDDLE_INDEX * TABLE_ENTRIES + i];
	table_link(&own->top[PRIVATE_BASE >> TOP_SHIFT], own->middle);
	return &own->middle[PRIVATE_BASE >> LARGE_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

size_t private_directory_bytes(void)
{
	return sizeof(privates[0]);
}

/* All that is in use is mapped by the old and the new tables alike. */
void private_load(unsigned int number)
{
	table_link(&context_table[number], privates[number].top);
	barrier_tables();
}

#endif
