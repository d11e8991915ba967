/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the kmap windows. All exist from boot on. tables.S has set up the direct map.
 */
#include <kmap/internal/window.h>
#include <kmap/io.h>
#include <kmap/persistent.h>

#include "arm.h"
#include "directory.h"
#include "layout.h"
#include "machine.h"
#include "system.h"

#define TABLE_BYTES ((uintptr_t)TABLE_ENTRIES << KMAP_ARCH_PAGE_SHIFT)

/* From the table in which the persistent window begins to the one in which the I/O window ends. */
#define TABLES_FIRST (PERSISTENT_BASE & ~(TABLE_BYTES - 1))
#define TABLES ((IO_BASE + KMAP_IO_SIZE - 1 - TABLES_FIRST) / TABLE_BYTES + 1)

#define DIRECT_BYTES (DIRECT_LARGE_PAGES * ((uintptr_t)1 << LARGE_PAGE_SHIFT))

_Static_assert(sizeof(struct kmap_pte) == TABLE_ENTRY_BYTES, "format.h is for other PTEs");
_Static_assert(WINDOW_BASE % TABLE_BYTES != 0, "the first window should cross two tables");
/* From bottom to top: the direct map, the persistent window, the windows, the I/O window. */
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, DIRECT_BASE, DIRECT_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, IO_BASE, KMAP_IO_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, IO_BASE, KMAP_IO_SIZE);
_Static_assert(DIRECT_BASE < PERSISTENT_BASE && PERSISTENT_BASE < IO_BASE &&
		       (KMAP_WINDOW_PRIVATE ||
			(PERSISTENT_BASE < WINDOW_BASE && WINDOW_BASE < IO_BASE)) &&
		       KMAP_PERSISTENT_PAGES <= 0x8000,
	       "the windows are not in their order");
_Static_assert(TASK_STACK_SIZE == STACK_SIZE, "boot.S must use the same stack size");
_Static_assert(DIRECT_BASE == KERNEL_OFFSET + DIRECT_PHYSICAL, "the kernel lies in the direct map");

static struct kmap_pte tables[TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));

void paging_init(void)
{
	uint32_t first = (TABLES_FIRST - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT;

	for (uint32_t i = 0; i < TABLES; i++)
		table_entry_set(&page_directory[first + i],
				PHYSICAL((uint32_t)tables[i]) | TABLE_FLAGS);
	barrier_tables();
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	uintptr_t offset = address - TABLES_FIRST;

	return &tables[offset / TABLE_BYTES][offset % TABLE_BYTES >> KMAP_ARCH_PAGE_SHIFT];
}

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	kmap_arch_tlb_invalidate_local_range((void *)start,
					     (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT));
}

uint64_t machine_low_bytes(void)
{
	return RAM_PHYSICAL + DIRECT_BYTES;
}
