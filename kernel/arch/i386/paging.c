/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables beyond the direct map, which boot.S made: those of the kmap
 * windows, and one large page for the local APIC. All exist from boot on.
 */
#include <kmap/window.h>

#include "i386.h"
#include "layout.h"
#include "machine.h"

#define TABLE_ENTRIES 512
#define TABLE_BYTES ((uintptr_t)TABLE_ENTRIES << KMAP_ARCH_PAGE_SHIFT)
#define LARGE_UNCACHED 0x9bu /* present, writable, write-through, not cached, 2 MiB */

/* The first 2 MiB that the windows touch, and how many more. */
#define WINDOW_FIRST (WINDOW_BASE & ~(TABLE_BYTES - 1))
#define WINDOW_TABLES ((WINDOW_BASE + KMAP_WINDOW_SIZE - 1 - WINDOW_FIRST) / TABLE_BYTES + 1)

_Static_assert(WINDOW_BASE % TABLE_BYTES != 0, "the first window should cross two tables");
_Static_assert(WINDOW_BASE + KMAP_WINDOW_SIZE < APIC_VIRTUAL,
	       "the windows must end below the APIC");
_Static_assert(TASK_STACK_SIZE == STACK_SIZE, "boot.S knows the size of a stack");
_Static_assert(DIRECT_BASE == KERNEL_OFFSET, "the kernel lies in the direct map");

extern struct kmap_pte page_directory[TABLE_ENTRIES];

static struct kmap_pte tables[WINDOW_TABLES][TABLE_ENTRIES] __attribute__((aligned(4096)));

static struct kmap_pte *directory_entry(uintptr_t address)
{
	return &page_directory[(address - DIRECT_BASE) >> LARGE_PAGE_SHIFT];
}

void paging_init(void)
{
	for (uintptr_t i = 0; i < WINDOW_TABLES; i++) {
		uintptr_t physical = (uintptr_t)tables[i] - DIRECT_BASE;

		directory_entry(WINDOW_FIRST + i * TABLE_BYTES)->low =
			(uint32_t)physical | KMAP_PTE_PRESENT | KMAP_PTE_WRITE;
	}
	directory_entry(APIC_VIRTUAL)->low = APIC_PHYSICAL | LARGE_UNCACHED;
}

struct kmap_pte *machine_window_pte(uintptr_t address)
{
	uintptr_t offset = address - WINDOW_FIRST;

	return &tables[offset / TABLE_BYTES][offset % TABLE_BYTES >> KMAP_ARCH_PAGE_SHIFT];
}

uint64_t machine_low_bytes(void)
{
	return (uint64_t)DIRECT_LARGE_PAGES << LARGE_PAGE_SHIFT;
}
