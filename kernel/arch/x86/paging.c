/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the kmap windows, and of the page of the local APIC. All exist from boot
 * on. tables.S has set up the direct map.
 */
#include <kmap/persistent.h>
#include <kmap/io.h>
#include <kmap/internal/window.h>

#include "directory.h"
#include "layout.h"
#include "machine.h"
#include "x86.h"

#define TABLE_BYTES ((uintptr_t)TABLE_ENTRIES << KMAP_ARCH_PAGE_SHIFT)
#define TABLE_FLAGS (KMAP_PTE_PRESENT | KMAP_PTE_WRITE)
#define UNCACHED_FLAGS (TABLE_FLAGS | KMAP_PTE_CACHE_DISABLE | KMAP_PTE_WRITE_THROUGH)

/* From the table in which the persistent window begins to the last one, which has the APIC. */
#define TABLES_FIRST (PERSISTENT_BASE & ~(TABLE_BYTES - 1))
#define TABLES ((APIC_VIRTUAL - TABLES_FIRST) / TABLE_BYTES + 1)

#define DIRECT_BYTES (DIRECT_LARGE_PAGES * LARGE_PAGE_BYTES)

/* A flush of more pages than this flushes the whole TLB. */
#define FLUSH_PAGES_MAX 32

_Static_assert(sizeof(struct kmap_pte) == TABLE_ENTRY_BYTES, "format.h is for other PTEs");
_Static_assert(WINDOW_BASE % TABLE_BYTES != 0, "the first window should cross two tables");
/* From bottom to top: the direct map, the persistent window, the windows, the I/O window, the APIC. */
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, DIRECT_BASE, DIRECT_BYTES);
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
KMAP_ASSERT_APART(WINDOW_BASE, KMAP_WINDOW_SIZE, IO_BASE, KMAP_IO_SIZE);
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, APIC_VIRTUAL, KMAP_PAGE_SIZE);
_Static_assert(DIRECT_BASE < PERSISTENT_BASE && PERSISTENT_BASE < WINDOW_BASE &&
		       WINDOW_BASE < IO_BASE && IO_BASE < APIC_VIRTUAL &&
		       KMAP_PERSISTENT_PAGES <= 0x10000,
	       "the windows are not in their order");
_Static_assert(TASK_STACK_SIZE == STACK_SIZE, "boot.S must use the same stack size");

static struct kmap_pte tables[TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));

static struct kmap_pte *directory_entry(uintptr_t address)
{
	return &page_directory[(address - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT];
}

void paging_init(void)
{
	for (uintptr_t i = 0; i < TABLES; i++)
		table_entry_set(directory_entry(TABLES_FIRST + i * TABLE_BYTES),
				PHYSICAL((uintptr_t)tables[i]) | TABLE_FLAGS);
	table_entry_set(machine_window_pte(APIC_VIRTUAL), APIC_PHYSICAL | UNCACHED_FLAGS);
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	uintptr_t offset = address - TABLES_FIRST;

	return &tables[offset / TABLE_BYTES][offset % TABLE_BYTES >> KMAP_ARCH_PAGE_SHIFT];
}

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t tables_address;

	if ((end - start) >> KMAP_ARCH_PAGE_SHIFT <= FLUSH_PAGES_MAX) {
		for (; start != end; start += KMAP_PAGE_SIZE)
			__asm__ volatile("invlpg (%0)" : : "r"(start) : "memory");
		return;
	}
	/* No PTE is global, so loading CR3 flushes the whole TLB. */
	__asm__ volatile("mov %%cr3, %0; mov %0, %%cr3" : "=r"(tables_address) : : "memory");
}

uint64_t machine_low_bytes(void)
{
	return (uint64_t)DIRECT_LARGE_PAGES << LARGE_PAGE_SHIFT;
}
