/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page tables that a CPU uses: its own, where windows are private, which are a topmost table and
 * whatever leads to page tables from there. They differ from those of all others in the tables of
 * the window only. That PTEs are global does no harm: what a hart keeps of them is its own, and it
 * has one set of tables all the time.
 */
#include "private_windows.h"

#include "system.h"
#include "task.h"
#include "walk_top.h"
#include "window_tables.h"

uintptr_t tables_top_in_use(void)
{
	return (CSR_READ(satp) ^ (uintptr_t)SATP_MODE) << KMAP_ARCH_PAGE_SHIFT;
}

uintptr_t tables_satp(unsigned int number)
{
	return (uintptr_t)SATP_MODE | tables_top(number) >> KMAP_ARCH_PAGE_SHIFT;
}

#if KMAP_WINDOW_PRIVATE

/* Levels above that of PTEs. */
#define UPPER_LEVELS (TABLE_LEVELS - 1)

/* The topmost one first. */
static struct own_tables {
	struct kmap_pte level[UPPER_LEVELS][TABLE_ENTRIES];
} privates[KMAP_CPUS_MAX] __attribute__((aligned(4096)));

/* Copies, each of which leads to the next by its last entry. */
struct kmap_pte *private_directory(unsigned int number)
{
	struct own_tables *own = &privates[number];

	for (unsigned int level = 0; level < UPPER_LEVELS; level++) {
		const struct kmap_pte *from = level ? page_directory : kernel_tables;

		for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
			own->level[level][i] = from[i];
		if (level)
			table_link(&own->level[level - 1][TABLE_ENTRIES - 1], own->level[level]);
	}
	return &own->level[UPPER_LEVELS - 1][(PRIVATE_BASE - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(privates[0]);
}

uintptr_t tables_top(unsigned int number)
{
	return PHYSICAL((uintptr_t)privates[number].level[0]);
}

/* All that is in use is mapped by the old and the new tables alike. */
void private_load(unsigned int number)
{
	CSR_WRITE(satp, tables_satp(number));
	barrier_tables();
}

#else

uintptr_t tables_top(unsigned int number)
{
	(void)number;
	return PHYSICAL((uintptr_t)kernel_tables);
}

#endif
