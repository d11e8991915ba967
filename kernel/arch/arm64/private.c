/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of each CPU's own, where windows are private: a topmost table, and the directory of
 * the windows. They differ from those of all others in the tables of the window only.
 */
#include "private_windows.h"

#include "system.h"
#include "task.h"
#include "walk_top.h"
#include "window_tables.h"

uintptr_t tables_top_in_use(void)
{
	return SYSTEM_READ(tcr_el1) & TCR_LOWER_HALF_OFF ? SYSTEM_READ(ttbr1_el1) : 0;
}

#if KMAP_WINDOW_PRIVATE

static struct own_tables {
	struct kmap_pte top[TABLE_ENTRIES];
	struct kmap_pte directory[TABLE_ENTRIES];
} privates[KMAP_CPUS_MAX] __attribute__((aligned(4096)));

struct kmap_pte *private_directory(unsigned int number)
{
	struct own_tables *own = &privates[number];

	for (unsigned int i = 0; i < TABLE_ENTRIES; i++) {
		own->top[i] = kernel_tables[i];
		own->directory[i] = page_directory[i];
	}
	table_link(&own->top[TABLE_ENTRIES - 1], own->directory);
	return &own->directory[(PRIVATE_BASE - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(privates[0]);
}

uintptr_t tables_top(unsigned int number)
{
	return PHYSICAL((uintptr_t)privates[number].top);
}

/*
 * All that is in use is mapped by the old and the new tables alike, so the TLB may have entries of
 * both until it is invalidated.
 */
void private_load(unsigned int number)
{
	SYSTEM_WRITE(ttbr1_el1, tables_top(number));
	barrier_fetch();
	tlb_invalidate_all();
}

#else

uintptr_t tables_top(unsigned int number)
{
	(void)number;
	return PHYSICAL((uintptr_t)kernel_tables);
}

#endif
