/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU. The upper half of the topmost table is for the
 * uppermost addresses, however many it translates.
 */
#include "walk.h"

#include "directory.h"
#include "memory.h"
#include "print.h"
#include "system.h"
#include "task.h"

#define HALF (TABLE_ENTRIES / 2)
#define UPPER_HALF ((uintptr_t)-1 << (ADDRESS_BITS - 1))

const struct kmap_pte *tables_top(unsigned long satp)
{
	return direct_address((uint64_t)(satp ^ (unsigned long)SATP_MODE) << KMAP_ARCH_PAGE_SHIFT);
}

/* What was recorded is what this CPU uses. */
static void top_check(void)
{
	unsigned long flags = irq_save();

	if (CSR_READ(satp) != tables_of(this_cpu()->number))
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
	const struct walk walk = { visit, context };
	const struct kmap_pte *top = tables_top(tables_of(number));

	top_check();
	walk_from(&walk, (struct walk_table){ top, HALF, TABLE_LEVELS, 0, true });
	walk_from(&walk, (struct walk_table){ top + HALF, HALF, TABLE_LEVELS, UPPER_HALF, true });
}
