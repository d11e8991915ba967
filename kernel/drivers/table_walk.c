/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through page tables in memory. The machine's layout.h says how many levels there are, and
 * directory.h what is in an entry; one of any but the topmost table may be a leaf.
 */
#include "table_walk.h"

#include "directory.h"
#include "layout.h"
#include "memory.h"

#define TABLE_INDEX_BITS (unsigned int)__builtin_ctz(TABLE_ENTRIES)

struct walk {
	void (*visit)(const struct machine_leaf *leaf, void *context);
	void *context;
};

/* Bits of an address below those that select an entry of a table of this level. */
static unsigned int level_shift(unsigned int level)
{
	return KMAP_ARCH_PAGE_SHIFT + (level - 1) * TABLE_INDEX_BITS;
}

static unsigned int level_entries(unsigned int level)
{
	return level == TABLE_LEVELS ? TOP_ENTRIES : TABLE_ENTRIES;
}

/* The highest bit that tables translate is repeated above. */
static uintptr_t sign_extended(uintptr_t address)
{
	const unsigned int above = 8 * sizeof(address) - ADDRESS_BITS;

	return (uintptr_t)((intptr_t)(address << above) >> above);
}

static const struct kmap_pte *table_at(uint64_t physical)
{
	return direct_address(physical);
}

/* What is below @table, of which @leaf says the first address, and whether all that leads there allows writing. */
static void level_walk(const struct walk *walk, const struct kmap_pte *table, unsigned int level,
		       struct machine_leaf leaf)
{
	uintptr_t start = leaf.address;
	bool writable = leaf.writable;

	leaf.bytes = (uint64_t)1 << level_shift(level);
	for (unsigned int i = 0; i < level_entries(level); i++) {
		if (kmap_arch_pte_is_none(table[i]))
			continue;
		leaf.address = sign_extended(start + ((uintptr_t)i << level_shift(level)));
		leaf.pfn = kmap_arch_pte_pfn(table[i]);
		leaf.writable = writable && table_entry_is_writable(table[i], level);
		if (level == 1 || table_entry_is_large(table[i]))
			walk->visit(&leaf, walk->context);
		else
			level_walk(walk, table_at((uint64_t)leaf.pfn << KMAP_ARCH_PAGE_SHIFT),
				   level - 1, leaf);
	}
}

void table_walk(uint64_t physical, uintptr_t start,
		void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };
	const struct machine_leaf all = { .address = start, .writable = true };

	level_walk(&walk, table_at(physical), TABLE_LEVELS, all);
}
