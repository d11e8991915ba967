/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the kmap windows. All exist from boot on. tables.S has the direct map.
 */
#include <kmap/internal/window.h>
#include <kmap/io.h>
#include <kmap/persistent.h>

#include "directory.h"
#include "layout.h"
#include "machine.h"
#include "system.h"

/* From the table in which the persistent window begins to the one in which the I/O window ends. */
#define TABLES_FIRST (PERSISTENT_BASE & ~(BLOCK_BYTES - 1))
#define TABLES ((IO_BASE + KMAP_IO_SIZE - 1 - TABLES_FIRST) / BLOCK_BYTES + 1)

#define DIRECT_BYTES ((uintptr_t)DIRECT_MIB << 20)

_Static_assert(sizeof(struct kmap_pte) == REGISTER_BYTES, "PTEs are as wide as registers");
_Static_assert(WINDOW_BASE % BLOCK_BYTES != 0, "the first window should cross two tables");
/* From bottom to top: the direct map, the persistent window, the windows, the I/O window. */
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, DIRECT_BASE, DIRECT_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, IO_BASE, KMAP_IO_SIZE);
_Static_assert(DIRECT_BASE < PERSISTENT_BASE && PERSISTENT_BASE < WINDOW_BASE &&
		       WINDOW_BASE < IO_BASE &&
		       (TABLES_FIRST | DIRECTORY_BASE) == TABLES_FIRST,
	       "the windows are not in their order, or not below one directory");
_Static_assert(TASK_STACK_SIZE == STACK_SIZE, "boot.S must use the same stack size");

static struct kmap_pte tables[TABLES][TABLE_ENTRIES] __attribute__((aligned(TABLE_BYTES)));

void paging_init(void)
{
	for (uintptr_t i = 0; i < TABLES; i++)
		table_link(directory_entry(window_directory, TABLES_FIRST + i * BLOCK_BYTES),
			   tables[i]);
	machine_flush_local(0, UINTPTR_MAX);
}

void identity_drop(void)
{
	struct kmap_pte *first = &top_table[RAM_PHYSICAL >> TOP_SHIFT & (TABLE_ENTRIES - 1)];

	for (unsigned int i = 0; i < IDENTITY_BYTES >> TOP_SHIFT; i++)
		first[i] = kmap_arch_pte_none();
	machine_flush_local(0, UINTPTR_MAX);
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	uintptr_t offset = address - TABLES_FIRST;

	return &tables[offset / BLOCK_BYTES][offset % BLOCK_BYTES >> KMAP_ARCH_PAGE_SHIFT];
}

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t pages = (end - start) >> KMAP_ARCH_PAGE_SHIFT;

	/* The number is cut off, but is large where this is. */
	kmap_arch_tlb_invalidate_local_range((void *)start,
					     pages < UINT32_MAX ? (unsigned int)pages : UINT32_MAX);
}

uint64_t machine_low_bytes(void)
{
	return (uint64_t)RAM_PHYSICAL + DIRECT_BYTES;
}
