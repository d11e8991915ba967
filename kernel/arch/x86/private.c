/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: each CPU has a page directory of its own, and what
 * leads to it. They differ in two page tables only, those of the window, which lie in their
 * own region a second time, side by side, so that the CPU finds its PTEs at one address; and
 * it finds its kmap_window there.
 */
#include "directory.h"
#include "layout.h"
#include "task.h"
#include "x86.h"

#if KMAP_WINDOW_PRIVATE

#define PRIVATE_TABLES ((PRIVATE_END - PRIVATE_BASE) >> LARGE_PAGE_SHIFT)
/* Accessed and dirty beforehand, as in every PTE of kmap's. */
#define TABLE_FLAGS (KMAP_PTE_PRESENT | KMAP_PTE_WRITE)
#define PAGE_FLAGS (TABLE_FLAGS | KMAP_PTE_ACCESSED | KMAP_PTE_DIRTY)

_Static_assert(PRIVATE_PTE_PAGES > PRIVATE_BASE && PRIVATE_CPU > PRIVATE_PTE_PAGES &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < LARGE_PAGE_BYTES,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

static struct kmap_pte directories[KMAP_CPUS_MAX][TABLE_ENTRIES] __attribute__((aligned(4096)));
static struct kmap_pte tables[KMAP_CPUS_MAX][PRIVATE_TABLES][TABLE_ENTRIES]
	__attribute__((aligned(4096)));
static struct directory_pointers pointers[KMAP_CPUS_MAX];
/* What each CPU loads into CR3. */
static uintptr_t tops[KMAP_CPUS_MAX];

static uintptr_t physical(const void *address)
{
	return PHYSICAL((uintptr_t)address);
}

/* Map a page of CPU @number at @address in its first table. */
static void page_set(unsigned int number, uintptr_t address, const void *page)
{
	table_entry_set(&tables[number][0][(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT],
			physical(page) | PAGE_FLAGS);
}

static void cpu_init(unsigned int number)
{
	uintptr_t first = (PRIVATE_BASE - DIRECTORY_BASE) >> LARGE_PAGE_SHIFT;

	for (unsigned int i = 0; i < TABLE_ENTRIES; i++)
		directories[number][i] = page_directory[i];
	for (unsigned int i = 0; i < PRIVATE_TABLES; i++) {
		table_entry_set(&directories[number][first + i],
				physical(tables[number][i]) | TABLE_FLAGS);
		page_set(number, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE, tables[number][i]);
	}
	page_set(number, PRIVATE_CPU, &cpus[number].window);
	tops[number] = directory_pointers_fill(&pointers[number], physical(directories[number]));
}

uintptr_t tables_top(unsigned int number)
{
	return tops[number];
}

void private_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		cpu_init(number);
}

void private_load(unsigned int number)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(tops[number]) : "memory");
}

size_t machine_window_table_bytes(void)
{
	return sizeof(directories[0]) + sizeof(tables[0]) + sizeof(pointers[0]);
}

#else

void private_init(void)
{
}

uintptr_t tables_top(unsigned int number)
{
	(void)number;
	return PHYSICAL((uintptr_t)kernel_tables);
}

/* The PTEs of its slots, in tables that all share. */
size_t machine_window_table_bytes(void)
{
	return KMAP_WINDOW_SLOTS * sizeof(struct kmap_pte);
}

void private_load(unsigned int number)
{
	(void)number;
}

#endif
