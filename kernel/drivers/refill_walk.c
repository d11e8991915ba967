/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all that a CPU translates, where software loads its TLB. A translation that the TLB
 * has from the tables as they are is the same, and is told once. Another CPU's TLB is copied by
 * that CPU itself.
 *
 * Where windows are the tasks', entries of theirs may stay in the TLB of a CPU that a task has left
 * until it comes back, which drops them first. They are left out.
 */
#include "refill_walk.h"

#include <kmap/internal/window.h>

#include "print.h"
#include "refill_tables.h"
#include "spinlock.h"
#include "task.h"

static struct spinlock tlb_lock;
/* Whose TLB is asked for. Under the lock. */
static unsigned int tlb_wanted = KMAP_CPUS_MAX;

void walk_answer(void)
{
	if (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) != this_cpu()->number)
		return;
	tlb_copy_make();
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
		machine_ipi_flush(number);
	while (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) == number)
		cpu_relax();
}

void refill_leaf_visit(const struct walk *walk, unsigned int number, uintptr_t address,
		       struct kmap_pte pte)
{
	struct machine_leaf leaf = { .address = address,
				     .bytes = KMAP_PAGE_SIZE,
				     .pfn = kmap_arch_pte_pfn(pte),
				     .writable = pte.word & KMAP_PTE_WRITE };

	if (kmap_arch_pte_is_none(pte) || pte.word == table_pte(number, address).word ||
	    (KMAP_WINDOW_TASK && address - WINDOW_BASE < KMAP_WINDOW_SIZE))
		return;
	walk->visit(&leaf, walk->context);
}

static void own_check(void)
{
	unsigned long flags = irq_save();

	if (!translation_is_own())
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };

	own_check();
	fixed_walk(&walk);
	for (uint32_t i = 0; i < TABLE_ENTRIES; i++)
		if (table_of(number, i) != empty_table)
			walk_from(&walk, (struct walk_table){ table_of(number, i), TABLE_ENTRIES, 1,
							      i << LARGE_PAGE_SHIFT, true });
	spin_lock(&tlb_lock);
	tlb_ask(number);
	tlb_copy_walk(&walk, number);
	spin_unlock(&tlb_lock);
}
