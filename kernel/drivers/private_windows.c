/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU. The tables of its own map the window, the same PTEs side by
 * side, so that the CPU finds them at one address, and its kmap_window.
 */
#include "private_windows.h"

#include "task.h"
#include "window_tables.h"

#if KMAP_WINDOW_PRIVATE

#define PRIVATE_TABLES ((PRIVATE_END - PRIVATE_BASE) >> LARGE_PAGE_SHIFT)
#define PRIVATE_PAGES (sizeof(struct private_tables) >> KMAP_ARCH_PAGE_SHIFT)

/*
 * Whole pages. They are seen at two addresses, which must be of one colour where a cache has
 * several.
 */
struct private_tables {
	struct kmap_pte pte[PRIVATE_TABLES * TABLE_ENTRIES] __attribute__((aligned(CPU_ALIGN)));
};

_Static_assert(PRIVATE_PTE_PAGES % CPU_ALIGN == 0 && PRIVATE_CPU % CPU_ALIGN == 0,
	       "what has two addresses has the same colour at both");

_Static_assert(PRIVATE_CPU >= PRIVATE_PTE_PAGES + sizeof(struct private_tables) &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < LARGE_PAGE_BYTES,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

static struct private_tables tables[KMAP_CPUS_MAX];

/* Map a page of CPU @number at @address, in its first table. */
static void page_set(unsigned int number, uintptr_t address, const void *page)
{
	struct kmap_pte *pte =
		&tables[number].pte[(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT];

	*pte = kmap_arch_pte_make(PHYSICAL((uintptr_t)page) >> KMAP_ARCH_PAGE_SHIFT,
				  KMAP_PROT_DEFAULT);
}

static void cpu_init(unsigned int number)
{
	struct kmap_pte *first = private_directory(number);

	for (unsigned int i = 0; i < PRIVATE_TABLES; i++) {
		table_init(&tables[number].pte[i * TABLE_ENTRIES]);
		table_link(first + i, &tables[number].pte[i * TABLE_ENTRIES]);
	}
	for (unsigned int i = 0; i < PRIVATE_PAGES; i++)
		page_set(number, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE,
			 (const char *)&tables[number] + i * KMAP_PAGE_SIZE);
	page_set(number, PRIVATE_CPU, &cpus[number].window);
}

void private_windows_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		cpu_init(number);
	barrier_tables();
}

size_t machine_private_table_bytes(void)
{
	return private_directory_bytes() + sizeof(tables[0]);
}

#else

void private_windows_init(void)
{
}

void private_load(unsigned int number)
{
	(void)number;
}

#endif
