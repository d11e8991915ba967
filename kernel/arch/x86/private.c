/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of each CPU's own, where windows are private: a page directory, which differs from
 * that of all others in the tables of the window only, and what leads to it.
 */
#include "private_windows.h"

#include "task.h"
#include "walk_top.h"
#include "window_tables.h"

uintptr_t tables_top_in_use(void)
{
	uintptr_t top;

	__asm__ volatile("mov %%cr3, %0" : "=r"(top));
	return top;
}

#if KMAP_WINDOW_PRIVATE

static struct kmap_pte directories[KMAP_CPUS_MAX][TABLE_ENTRIES] __attribute__((aligned(4096)));
static struct directory_pointers pointers[KMAP_CPUS_MAX];
/* What each CPU loads into CR3. */
static uintptr_t tops[KMAP_CPUS_MAX];

struct kmap_pte *private_directory(unsigned int number)
{
	struct kmap_pte *directory = directories[number];

	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		directory[i] = page_directory[i];
	tops[number] = directory_pointers_fill(&pointers[number], PHYSICAL((uintptr_t)directory));
	return &directory[(PRIVATE_BASE - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT];
}

size_t private_directory_bytes(void)
{
	return sizeof(directories[0]) + sizeof(pointers[0]);
}

void private_load(unsigned int number)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(tops[number]) : "memory");
}

uintptr_t tables_top(unsigned int number)
{
	return tops[number];
}

#else

uintptr_t tables_top(unsigned int number)
{
	(void)number;
	return PHYSICAL((uintptr_t)kernel_tables);
}

#endif
