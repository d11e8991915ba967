/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU. The upper half of the topmost table is for the
 * uppermost addresses, however many it translates.
 */
#include "directory.h"
#include "memory.h"
#include "print.h"
#include "task.h"
#include "walk.h"
#include "x86.h"

#define HALF (TOP_ENTRIES / 2)
#define UPPER_HALF ((uintptr_t)-1 << (ADDRESS_BITS - 1))

/* What was recorded is what this CPU uses. */
static void top_check(void)
{
	unsigned long flags = irq_save();
	uintptr_t top;

	__asm__ volatile("mov %%cr3, %0" : "=r"(top));
	if (top != tables_top(this_cpu()->number))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct kmap_pte *top = direct_address(tables_top(number));

	top_check();
	walk_from(&walk, (struct walk_table){ top, HALF, TABLE_LEVELS, 0, true });
	walk_from(&walk, (struct walk_table){ top + HALF, HALF, TABLE_LEVELS, UPPER_HALF, true });
}
