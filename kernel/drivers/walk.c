/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through page tables. The format says in directory.h what an entry is: at each level none,
 * a leaf, or what leads to the next table. All tables but the first have TABLE_ENTRIES.
 */
#include "walk.h"

#include "directory.h"
#include "memory.h"

#define INDEX_BITS ((unsigned int)__builtin_ctz(TABLE_ENTRIES))

static void entry_walk(const struct walk *walk, const struct walk_table *table,
		       struct kmap_pte entry, struct machine_leaf *leaf)
{
	uint64_t physical = table_entry_physical(entry, table->level);

	leaf->writable = table->writable && table_entry_is_writable(entry, table->level);
	leaf->pfn = (unsigned long)(physical >> KMAP_ARCH_PAGE_SHIFT);
	if (table_entry_is_leaf(entry, table->level))
		walk->visit(leaf, walk->context);
	else
		walk_from(walk,
			  (struct walk_table){ direct_address(physical), TABLE_ENTRIES,
					       table->level - 1, leaf->address, leaf->writable });
}

void walk_from(const struct walk *walk, struct walk_table table)
{
	unsigned int shift = KMAP_ARCH_PAGE_SHIFT + (table.level - 1) * INDEX_BITS;

	for (unsigned int i = 0; i < table.count; i++) {
		struct machine_leaf leaf = { .address = table.address + ((uintptr_t)i << shift),
					     .bytes = (uint64_t)1 << shift };

		if (!table_entry_is_none(table.entries[i]))
			entry_walk(walk, &table, table.entries[i], &leaf);
	}
}

bool machine_can_walk(void)
{
	return true;
}
