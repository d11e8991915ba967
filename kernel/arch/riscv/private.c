/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: each CPU has a topmost table of its own, and whatever leads
 * to page tables from there. They differ in two page tables only, those of the window, which lie
 * in their own region a second time, side by side, so that the CPU finds its PTEs at one address;
 * and it finds its kmap_window there. That PTEs are global does no harm: what a hart keeps of them
 * is its own, and it has one set of tables all the time.
 */
#include "directory.h"
#include "layout.h"
#include "system.h"
#include "task.h"

static unsigned long satp_of(const struct kmap_pte *top)
{
	return (unsigned long)SATP_MODE | table_physical(top) >> KMAP_ARCH_PAGE_SHIFT;
}

#if KMAP_WINDOW_PRIVATE

#define PRIVATE_TABLES ((PRIVATE_END - PRIVATE_BASE) >> BLOCK_SHIFT)
/* Levels above that of PTEs. */
#define UPPER_LEVELS (TABLE_LEVELS - 1)

_Static_assert(PRIVATE_PTE_PAGES > PRIVATE_BASE && PRIVATE_CPU > PRIVATE_PTE_PAGES &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < BLOCK_BYTES,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

/* The tables of a CPU, the topmost first. */
static struct own_tables {
	struct kmap_pte upper[UPPER_LEVELS][TABLE_ENTRIES];
	struct kmap_pte tables[PRIVATE_TABLES][TABLE_ENTRIES];
} privates[KMAP_CPUS_MAX] __attribute__((aligned(TABLE_BYTES)));

/* Map a page of this CPU's at @address in its first table. */
static void page_set(struct own_tables *own, uintptr_t address, const void *page)
{
	own->tables[0][(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT] = kmap_arch_pte_make(
		table_physical(page) >> KMAP_ARCH_PAGE_SHIFT, KMAP_PROT_DEFAULT);
}

/* Copy the tables above, and link each to the next by its last entry. */
static void upper_fill(struct own_tables *own)
{
	for (unsigned int level = 0; level < UPPER_LEVELS; level++) {
		const struct kmap_pte *from = level ? window_directory : top_table;

		for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
			own->upper[level][i] = from[i];
		if (level)
			table_link(&own->upper[level - 1][TABLE_ENTRIES - 1], own->upper[level]);
	}
}

static void tables_fill(struct own_tables *own, const struct kmap_window *window)
{
	upper_fill(own);
	for (unsigned int i = 0; i < PRIVATE_TABLES; i++) {
		table_link(directory_entry(own->upper[UPPER_LEVELS - 1],
					   PRIVATE_BASE + i * BLOCK_BYTES),
			   own->tables[i]);
		page_set(own, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE, own->tables[i]);
	}
	page_set(own, PRIVATE_CPU, window);
}

unsigned long tables_of(unsigned int number)
{
	return satp_of(privates[number].upper[0]);
}

void private_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		tables_fill(&privates[number], &cpus[number].window);
}

size_t machine_window_table_bytes(void)
{
	return sizeof(privates[0]);
}

#else

void private_init(void)
{
}

unsigned long tables_of(unsigned int number)
{
	(void)number;
	return satp_of(top_table);
}

/* The PTEs of its slots, in tables that all share. */
size_t machine_window_table_bytes(void)
{
	return KMAP_WINDOW_SLOTS * sizeof(struct kmap_pte);
}

#endif
