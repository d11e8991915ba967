/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU.
 */
#include "machine.h"
#include "print.h"
#include "table_walk.h"
#include "task.h"
#include "x86.h"

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

bool machine_can_walk(void)
{
	return true;
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	top_check();
	table_walk(tables_top(number), 0, visit, context);
}
