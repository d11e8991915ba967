/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The page of the local APIC, and flushes of the TLB.
 */
#include <kmap/io.h>

#include "machine.h"
#include "window_tables.h"
#include "x86.h"

#define UNCACHED_FLAGS (TABLE_FLAGS | KMAP_PTE_CACHE_DISABLE | KMAP_PTE_WRITE_THROUGH)

/* A flush of more pages than this flushes the whole TLB. */
#define FLUSH_PAGES_MAX 32

KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, APIC_VIRTUAL, KMAP_PAGE_SIZE);
_Static_assert(IO_BASE < APIC_VIRTUAL, "the tables end with that of the APIC");

void apic_map(void)
{
	table_entry_set(machine_window_pte(APIC_VIRTUAL), APIC_PHYSICAL | UNCACHED_FLAGS);
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
