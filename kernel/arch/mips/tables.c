/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The directory of page tables, which only the handlers in entry.S read. Where windows are private
 * each CPU has one of its own, in the register where its refill handler looks. The window's PTEs are
 * then written at one address and read by the handler in KSEG0 at another one, of the same colour.
 */
#include "mips_cp0.h"
#include "mips.h"
#include "private_windows.h"
#include "task.h"
#include "window_tables.h"

_Static_assert(TASK_STACK_SIZE == 1u << STACK_SHIFT, "entry.S numbers tasks by their stacks");

_Static_assert(WINDOW_BASE % (2 * KMAP_PAGE_SIZE) == 0,
	       "no pair of pages in a TLB entry belongs to the windows of two CPUs");

struct kmap_pte page_directory[TABLE_ENTRIES] __attribute__((aligned(4096)));
struct kmap_pte empty_table[TABLE_ENTRIES] __attribute__((aligned(4096)));

void tables_init(void)
{
	table_init(empty_table);
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		table_link(&page_directory[i], empty_table);
	window_tables_init();
	private_windows_init();
}

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	kmap_arch_tlb_invalidate_local_range((void *)start,
					     (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT));
}

#if KMAP_WINDOW_PRIVATE

static struct kmap_pte directories[KMAP_CPUS_MAX][TABLE_ENTRIES] __attribute__((aligned(4096)));

struct kmap_pte *private_directory(unsigned int number)
{
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		directories[number][i] = page_directory[i];
	return &directories[number][PRIVATE_BASE >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(directories[0]);
}

void private_load(unsigned int number)
{
	CP0_WRITE(TC_CONTEXT, directories[number]);
	hazards_clear();
}

const struct kmap_pte *directory_of(unsigned int number)
{
	return directories[number];
}

#else

const struct kmap_pte *directory_of(unsigned int number)
{
	(void)number;
	return page_directory;
}

#endif
