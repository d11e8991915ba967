/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: TTBR0 of each CPU points to tables of its own for the first
 * 32 MiB of addresses, while TTBR1 points to those that all share. Its own tables map the window,
 * its PTEs side by side, and its kmap_window, each at one address on all CPUs.
 */
#include "arm.h"
#include "directory.h"
#include "layout.h"
#include "system.h"
#include "task.h"

#if KMAP_WINDOW_PRIVATE

#define OWN_TABLES ((PRIVATE_END - PRIVATE_BASE) >> LARGE_PAGE_SHIFT)
#define OWN_PAGES (sizeof(struct own_tables) >> KMAP_ARCH_PAGE_SHIFT)

_Static_assert(PRIVATE_PTE_PAGES > PRIVATE_BASE && PRIVATE_CPU > PRIVATE_PTE_PAGES + 0x2000 &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < 1u << LARGE_PAGE_SHIFT,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

/* The PTEs of a CPU's own, whole pages of them. */
struct own_tables {
	struct kmap_pte pte[OWN_TABLES * TABLE_ENTRIES] __attribute__((aligned(4096)));
};

struct own_directory {
	struct kmap_pte entry[OWN_ENTRIES] __attribute__((aligned(128)));
};

static struct own_tables tables[KMAP_CPUS_MAX];
static struct own_directory directories[KMAP_CPUS_MAX];

static uint32_t physical(const void *address)
{
	return PHYSICAL((uint32_t)address);
}

/* Map a page of CPU @number at @address. */
static void page_set(unsigned int number, uintptr_t address, const void *page)
{
	struct kmap_pte *pte =
		&tables[number].pte[(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT];

	*pte = kmap_arch_pte_make(physical(page) >> KMAP_ARCH_PAGE_SHIFT, KMAP_PROT_DEFAULT);
}

static void cpu_init(unsigned int number)
{
	struct kmap_pte *first = &directories[number].entry[PRIVATE_BASE >> LARGE_PAGE_SHIFT];

	for (unsigned int i = 0; i < OWN_TABLES; i++)
		table_entry_set(first + i,
				physical(&tables[number].pte[i * TABLE_ENTRIES]) | TABLE_FLAGS);
	for (unsigned int i = 0; i < OWN_PAGES; i++)
		page_set(number, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE,
			 (const char *)&tables[number] + i * KMAP_PAGE_SIZE);
	page_set(number, PRIVATE_CPU, &cpus[number].window);
}

void private_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		cpu_init(number);
}

void private_load(unsigned int number)
{
	own_tables_load(physical(&directories[number]));
	barrier_tables();
	__asm__ volatile("mcr p15, 0, %0, c2, c0, 2; isb" : : "r"(TTBCR_OWN) : "memory");
}

const struct kmap_pte *own_tables(unsigned int number)
{
	return directories[number].entry;
}

size_t machine_window_table_bytes(void)
{
	return sizeof(directories[0]) + sizeof(tables[0]);
}

#else

void private_init(void)
{
}

const struct kmap_pte *own_tables(unsigned int number)
{
	(void)number;
	return NULL;
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
