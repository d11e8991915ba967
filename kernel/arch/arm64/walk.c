/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU: those of the upper half of addresses. The lower half
 * is off.
 */
#include "arm64.h"
#include "directory.h"
#include "memory.h"
#include "print.h"
#include "system.h"
#include "task.h"
#include "walk.h"

/* What was recorded is what this CPU uses, and it uses nothing else. */
static void top_check(void)
{
	unsigned long flags = irq_save();

	if (SYSTEM_READ(ttbr1_el1) != tables_top(this_cpu()->number) ||
	    !(SYSTEM_READ(tcr_el1) & TCR_LOWER_HALF_OFF))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct kmap_pte *top = direct_address(tables_top(number));

	top_check();
	walk_from(&walk,
		  (struct walk_table){ top, TABLE_ENTRIES, TABLE_LEVELS, KERNEL_OFFSET, true });
}
