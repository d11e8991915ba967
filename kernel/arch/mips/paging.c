/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the kmap windows, which only the handlers in entry.S read. All exist from boot on.
 */
#include <kmap/internal/window.h>
#include <kmap/io.h>
#include <kmap/persistent.h>

#include "layout.h"
#include "machine.h"
#include "mips.h"

#define TABLE_BYTES ((uintptr_t)1 << TABLE_SHIFT)

/* From the table in which the persistent window begins to the one in which the I/O window ends. */
#define TABLES_FIRST (PERSISTENT_BASE & ~(TABLE_BYTES - 1))
#define TABLES ((IO_BASE + KMAP_IO_SIZE - 1 - TABLES_FIRST) / TABLE_BYTES + 1)

_Static_assert(sizeof(struct kmap_pte) == TABLE_ENTRY_BYTES, "entry.S is for other PTEs");
_Static_assert(WINDOW_BASE % TABLE_BYTES != 0, "the first window should cross two tables");
/* From bottom to top: the direct map, the persistent window, the windows, the I/O window. */
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, KSEG0_BASE, 2u * KSEG_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, IO_BASE, KMAP_IO_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, IO_BASE, KMAP_IO_SIZE);
_Static_assert(PERSISTENT_BASE < WINDOW_BASE && WINDOW_BASE < IO_BASE &&
		       KMAP_PERSISTENT_PAGES <= 0x4000,
	       "the windows are not in their order");
_Static_assert(TASK_STACK_SIZE == STACK_SIZE && 1 << STACK_SHIFT == STACK_SIZE,
	       "boot.S and entry.S must use the same stack size");

struct directory directory;

static struct kmap_pte tables[TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));
struct kmap_pte empty_table[TABLE_ENTRIES] __attribute__((aligned(4096)));

void table_init(struct kmap_pte *table)
{
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		table[i] = kmap_arch_pte_none();
}

void paging_init(void)
{
	table_init(empty_table);
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		directory.table[i] = empty_table;
	for (unsigned int i = 0; i < TABLES; i++) {
		table_init(tables[i]);
		directory.table[(TABLES_FIRST >> TABLE_SHIFT) + i] = tables[i];
	}
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
	return DIRECT_BYTES;
}
