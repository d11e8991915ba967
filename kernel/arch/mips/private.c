/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU: each CPU has a directory of its own, in the register that the
 * TLB refill handler looks into. It differs in two page tables, those of the window, which are
 * mapped in their own region a second time, side by side, so that the CPU finds its PTEs at one
 * address; and it finds its kmap_window there.
 *
 * So PTEs are written at one address and read by the handler in KSEG0 at another one. Where the
 * data cache has colours, both are of one: tables and kmap_window are aligned to all colours.
 */
#include "cp0.h"
#include "layout.h"
#include "machine.h"
#include "mips.h"
#include "task.h"

#if KMAP_WINDOW_PRIVATE

#define OWN_TABLES ((PRIVATE_END - PRIVATE_BASE) >> TABLE_SHIFT)

_Static_assert(PRIVATE_PTE_PAGES > PRIVATE_BASE && PRIVATE_CPU > PRIVATE_PTE_PAGES + 0x1000 &&
		       PRIVATE_CPU < WINDOW_BASE - KMAP_PAGE_SIZE &&
		       PRIVATE_CPU - PRIVATE_BASE < 1u << TABLE_SHIFT,
	       "PTEs and kmap_window lie below the window, in the first table");
KMAP_ASSERT_REGION(WINDOW_BASE, KMAP_WINDOW_SIZE, PRIVATE_BASE, PRIVATE_END - 1);
_Static_assert(sizeof(struct kmap_window) <= KMAP_PAGE_SIZE, "a kmap_window has one page");

static struct directory directories[KMAP_CPUS_MAX];
static struct kmap_pte tables[KMAP_CPUS_MAX][OWN_TABLES][TABLE_ENTRIES]
	__attribute__((aligned(32768)));

/* Map a page of CPU @number at @address in its first table. */
static void page_set(unsigned int number, uintptr_t address, const void *page)
{
	unsigned long pfn = ((uintptr_t)page - KSEG0_BASE) >> KMAP_ARCH_PAGE_SHIFT;

	tables[number][0][(address - PRIVATE_BASE) >> KMAP_ARCH_PAGE_SHIFT] =
		kmap_arch_pte_make(pfn, KMAP_PROT_DEFAULT);
}

static void cpu_init(unsigned int number)
{
	struct kmap_pte **first = &directories[number].table[PRIVATE_BASE >> TABLE_SHIFT];

	directories[number] = directory;
	for (unsigned int i = 0; i < OWN_TABLES; i++) {
		table_init(tables[number][i]);
		first[i] = tables[number][i];
	}
	for (unsigned int i = 0; i < OWN_TABLES; i++)
		page_set(number, PRIVATE_PTE_PAGES + i * KMAP_PAGE_SIZE, tables[number][i]);
	page_set(number, PRIVATE_CPU, &cpus[number].window);
}

void private_init(void)
{
	for (unsigned int number = 0; number < KMAP_CPUS_MAX; number++)
		cpu_init(number);
}

void private_load(unsigned int number)
{
	CP0_WRITE(TC_CONTEXT, &directories[number]);
	hazards_clear();
}

const struct directory *directory_of(unsigned int number)
{
	return &directories[number];
}

size_t machine_window_table_bytes(void)
{
	return sizeof(directories[0]) + sizeof(tables[0]);
}

#else

void private_init(void)
{
}

const struct directory *directory_of(unsigned int number)
{
	(void)number;
	return &directory;
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
