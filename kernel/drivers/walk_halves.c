/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through all page tables of a CPU that has one topmost table. Its upper half is for the
 * uppermost addresses, however many it translates.
 */
#include "layout.h"
#include "memory.h"
#include "walk.h"
#include "walk_top.h"

#define HALF (TOP_ENTRIES / 2)
#define UPPER_HALF ((uintptr_t)-1 << (ADDRESS_BITS - 1))

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct kmap_pte *top = direct_address(tables_top(number));

	tables_top_check();
	walk_from(&walk, (struct walk_table){ top, HALF, TABLE_LEVELS, 0, true });
	walk_from(&walk, (struct walk_table){ top + HALF, HALF, TABLE_LEVELS, UPPER_HALF, true });
}
