/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of kmap's windows. All exist from boot on, when the machine has set up the direct map.
 */
#include "window_tables.h"

#include <kmap/internal/window.h>
#include <kmap/io.h>
#include <kmap/persistent.h>

#include "machine.h"

/* The last address that has a PTE; a machine may have something above the windows. */
#ifndef TABLES_LAST
#define TABLES_LAST (IO_BASE + KMAP_IO_SIZE - 1)
#endif
/* From the table in which the persistent window begins to that of the last address. */
#define TABLES_FIRST (PERSISTENT_BASE & ~(LARGE_PAGE_BYTES - 1))
#define TABLES ((TABLES_LAST - TABLES_FIRST) / LARGE_PAGE_BYTES + 1)

#define ALL_ARE_BELOW_DIRECT_MAP (IO_BASE < DIRECT_BASE)
#define IS_BELOW_DIRECT_MAP (WINDOW_BASE < DIRECT_BASE && !ALL_ARE_BELOW_DIRECT_MAP)

_Static_assert(sizeof(struct kmap_pte) == TABLE_ENTRY_BYTES, "format.h is for other PTEs");
_Static_assert((uintptr_t)TABLE_ENTRIES << KMAP_ARCH_PAGE_SHIFT == LARGE_PAGE_BYTES,
	       "a large page is what a table covers");
_Static_assert(WINDOW_BASE % LARGE_PAGE_BYTES != 0, "the first window should cross two tables");
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, DIRECT_BASE, DIRECT_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, IO_BASE, KMAP_IO_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, IO_BASE, KMAP_IO_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, DIRECT_BASE, DIRECT_BYTES);
_Static_assert((DIRECT_BASE < PERSISTENT_BASE || ALL_ARE_BELOW_DIRECT_MAP) &&
		       PERSISTENT_BASE < IO_BASE &&
		       (IS_BELOW_DIRECT_MAP ||
			(PERSISTENT_BASE < WINDOW_BASE && WINDOW_BASE < IO_BASE)) &&
		       KMAP_PERSISTENT_PAGES <= 0x8000,
	       "the windows are not in their order");
_Static_assert((TABLES_FIRST & DIRECTORY_BASE) == DIRECTORY_BASE,
	       "the windows lie outside what page_directory covers");

static struct kmap_pte tables[TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));

void window_tables_init(void)
{
	uintptr_t first = (TABLES_FIRST - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT;

	for (uintptr_t i = 0; i < TABLES; i++) {
		table_init(tables[i]);
		table_link(&page_directory[first + i], tables[i]);
	}
	barrier_tables();
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	uintptr_t offset = address - TABLES_FIRST;

	return &tables[offset / LARGE_PAGE_BYTES]
		      [offset % LARGE_PAGE_BYTES >> KMAP_ARCH_PAGE_SHIFT];
}

uint64_t machine_low_bytes(void)
{
	return DIRECT_PHYSICAL + (uint64_t)DIRECT_BYTES;
}
