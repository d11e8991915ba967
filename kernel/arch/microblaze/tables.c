/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The directory of page tables, which only the TLB miss handler in entry.S reads. There is one CPU: where
 * windows are private, they are so in the tables of all.
 */
#include "layout.h"
#include "machine.h"
#include "microblaze.h"
#include "private_windows.h"
#include "window_tables.h"

_Static_assert(KMAP_CPUS_MAX == 1, "this machine has one CPU");
_Static_assert(TLB_MAPPED == KMAP_PTE_VALID, "entry.S looks at another bit");
_Static_assert(TLB_LAST_ENTRY + 1 == KMAP_MICROBLAZE_TLB_ENTRIES, "a TLB of another size");
_Static_assert(DIRECT_MIB << 20 == TLB_DIRECT_ENTRIES * TLB_PAGE_BYTES,
	       "boot.S maps another part of RAM");

struct kmap_pte page_directory[TABLE_ENTRIES] __attribute__((aligned(4096)));
struct kmap_pte empty_table[TABLE_ENTRIES] __attribute__((aligned(4096)));

void tables_init(void)
{
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		table_link(&page_directory[i], empty_table);
	window_tables_init();
	private_windows_init();
	private_load(0);
}

/* What lies above the direct map: the entries of that, and of devices, stay. */
void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t first = DIRECT_BASE + DIRECT_BYTES;

	if (start < first)
		start = first;
	if (start < end)
		kmap_arch_tlb_invalidate_local_range(
			(void *)start, (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT));
}

#if KMAP_WINDOW_PRIVATE

struct kmap_pte *private_directory(unsigned int number)
{
	(void)number;
	return &page_directory[PRIVATE_BASE >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(page_directory);
}

void private_load(unsigned int number)
{
	(void)number;
}

#endif
