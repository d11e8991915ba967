/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU: those of the upper half of addresses. The lower half
 * is off.
 */
#include "directory.h"
#include "memory.h"
#include "walk.h"
#include "walk_top.h"

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct kmap_pte *top = direct_address(tables_top(number));

	tables_top_check();
	walk_from(&walk,
		  (struct walk_table){ top, TABLE_ENTRIES, TABLE_LEVELS, KERNEL_OFFSET, true });
}
