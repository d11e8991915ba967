/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All page tables of a CPU: what TTBR1 names, and where windows are private what TTBR0 names.
 */
#include "walk.h"

#include "arm.h"
#include "directory.h"
#include "print.h"
#include "system.h"
#include "task.h"

#define OWN_LEVEL 2

/* What was recorded is what this CPU uses. */
static void registers_check(void)
{
	unsigned long flags = irq_save();
	const struct kmap_pte *own = own_tables(this_cpu()->number);
	uint32_t control = own ? TTBCR_OWN : TTBCR_SHARED;

	if (tables_control() != control ||
	    shared_tables_physical() != PHYSICAL((uint32_t)kernel_tables) ||
	    (own && own_tables_physical() != PHYSICAL((uint32_t)own)))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct kmap_pte *own = own_tables(number);

	registers_check();
	walk_from(&walk, (struct walk_table){ kernel_tables, TOP_ENTRIES, TOP_LEVEL, 0, true });
	if (own)
		walk_from(&walk, (struct walk_table){ own, OWN_ENTRIES, OWN_LEVEL, 0, true });
}
