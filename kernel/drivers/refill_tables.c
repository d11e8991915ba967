/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The directories of page tables that only handlers read. Where windows are private each CPU has
 * one of its own.
 *
 * PTEs of private windows are then written at one address and read by the handlers in the direct
 * map, at another one, of the same colour.
 */
#include "refill_tables.h"

#include "private_windows.h"
#include "task.h"
#include "window_tables.h"

struct kmap_pte page_directory[TABLE_ENTRIES] __attribute__((aligned(4096)));
struct kmap_pte empty_table[TABLE_ENTRIES] __attribute__((aligned(4096)));

void refill_tables_init(void)
{
	table_init(empty_table);
	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		table_link(&page_directory[i], empty_table);
	window_tables_init();
	private_windows_init();
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
