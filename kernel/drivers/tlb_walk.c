/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a CPU translates: the segments that need no table; the tables from which its TLB is loaded;
 * and what its TLB holds that they do not say. Only all of that together is everything. A translation
 * that the TLB has from the tables as they are is the same, and is told once.
 *
 * Where windows are the tasks', entries of theirs may stay in the TLB of a CPU that a task has left
 * until it comes back, which drops them first. They are left out.
 */
#include "tlb_walk.h"

#include <kmap/internal/window.h>

#include "directory.h"
#include "loaded_tables.h"
#include "print.h"
#include "spinlock.h"
#include "task.h"

static struct spinlock tlb_lock;
/* The one that was asked for, and whose it is. Under the lock. */
static struct tlb_page tlb_pages[TLB_PAGES_MAX];
static unsigned int tlb_count;
static unsigned int tlb_wanted = KMAP_CPUS_MAX;

void walk_answer(void)
{
	if (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) != this_cpu()->number)
		return;
	tlb_count = tlb_read(tlb_pages);
	__atomic_store_n(&tlb_wanted, KMAP_CPUS_MAX, __ATOMIC_RELEASE);
}

/* Have CPU @number copy its TLB. */
static void tlb_ask(unsigned int number)
{
	unsigned long flags = irq_save();
	bool here = number == this_cpu()->number;

	__atomic_store_n(&tlb_wanted, number, __ATOMIC_RELEASE);
	if (here)
		walk_answer();
	irq_restore(flags);
	if (!here)
		ipi_send(number);
	while (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) == number)
		cpu_relax();
}

/* Page table @index of a CPU's. */
static const struct kmap_pte *table_of(unsigned int number, uint32_t index)
{
	return directory_table(directory_of(number)[index]);
}

/* The PTE of an address as it is in the tables. */
static struct kmap_pte table_pte(unsigned int number, uint32_t address)
{
	return table_of(
		number,
		address >> LARGE_PAGE_SHIFT)[address >> KMAP_ARCH_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

/* Whether no access finds the page in the TLB, or it lies in the window of a task. */
static bool is_unused(uint32_t address)
{
	return !tlb_is_for(address) ||
	       (KMAP_WINDOW_TASK && address - WINDOW_BASE < KMAP_WINDOW_SIZE);
}

static void page_walk(const struct walk *walk, unsigned int number, const struct tlb_page *page)
{
	struct machine_leaf leaf = { .address = page->address,
				     .bytes = KMAP_PAGE_SIZE,
				     .pfn = kmap_arch_pte_pfn(page->pte),
				     .writable = table_entry_is_writable(page->pte, 1) };

	if (!kmap_arch_pte_is_none(page->pte) &&
	    page->pte.word != table_pte(number, page->address).word)
		walk->visit(&leaf, walk->context);
}

static void tlb_walk(const struct walk *walk, unsigned int number)
{
	spin_lock(&tlb_lock);
	tlb_ask(number);
	for (unsigned int i = 0; i < tlb_count; i++)
		if (!is_unused(tlb_pages[i].address))
			page_walk(walk, number, &tlb_pages[i]);
	spin_unlock(&tlb_lock);
}

static void directory_check(void)
{
	unsigned long flags = irq_save();

	if (!directory_is_used(this_cpu()->number))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };

	directory_check();
	segments_walk(&walk);
	for (uint32_t i = 0; i < TABLE_ENTRIES; i++)
		if (table_of(number, i) != empty_table)
			walk_from(&walk, (struct walk_table){ table_of(number, i), TABLE_ENTRIES, 1,
							      i << LARGE_PAGE_SHIFT, true });
	tlb_walk(&walk, number);
}
