/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: each CPU has a top-level table of its own, and a directory of
 * the windows. They differ in two page tables only, those of the window, which lie in their
 * own region a second time, side by side, so that the CPU finds its PTEs at one address; and it
 * finds its kmap_window there.
 */
#include "arm64.h"
#include "layout.h"
#include "system.h"
#include "directory.h"
#include "task.h"

#if KMAP_WINDOW_PRIVATE

#define PRIVATE_TABLES ((PRIVATE_END - PRIVATE_BASE) >> BLOCK_SHIFT)

_Static_assert(PRIVATE_PTE_PAGES > PRIVATE_BASE && PRIVATE_CPU > PRIVATE_PTE_PAGES &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < 1ul << BLOCK_SHIFT,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

/* The tables of a CPU. */
static struct own_tables {
	struct kmap_pte top[TABLE_ENTRIES];
	struct kmap_pte directory[TABLE_ENTRIES];
	struct kmap_pte tables[PRIVATE_TABLES][TABLE_ENTRIES];
} privates[KMAP_CPUS_MAX] __attribute__((aligned(TABLE_BYTES)));

/* Map a page of this CPU's at @address in its first table. */
static void page_set(struct own_tables *own, uintptr_t address, const void *page)
{
	own->tables[0][(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT].word =
		table_physical(page) | KMAP_PROT_DEFAULT;
}

static void tables_fill(struct own_tables *own, const struct kmap_window *window)
{
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++) {
		own->top[i] = top_table[i];
		own->directory[i] = window_directory[i];
	}
	table_link(&own->top[TABLE_ENTRIES - 1], own->directory);
	for (unsigned int i = 0; i < PRIVATE_TABLES; i++) {
		table_link(directory_entry(own->directory, PRIVATE_BASE + i * BLOCK_BYTES),
			   own->tables[i]);
		page_set(own, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE, own->tables[i]);
	}
	page_set(own, PRIVATE_CPU, window);
}

uint64_t tables_top(unsigned int number)
{
	return table_physical(privates[number].top);
}

void private_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		tables_fill(&privates[number], &cpus[number].window);
	barrier_stores();
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

size_t machine_window_table_bytes(void)
{
	return sizeof(privates[0]);
}

#else

void private_init(void)
{
}

uint64_t tables_top(unsigned int number)
{
	(void)number;
	return table_physical(top_table);
}

/* The PTEs of its slots, in tables that all share. */
size_t machine_window_table_bytes(void)
{
	return KMAP_WINDOW_SLOTS * sizeof(struct kmap_pte);
}

void private_load(unsigned int number)
{
	(void)number;
}

#endif
