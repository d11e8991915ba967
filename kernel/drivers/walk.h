/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through page tables, which lie in the direct map.
 */
#ifndef DRIVERS_WALK_H
#define DRIVERS_WALK_H

#include "machine.h"

struct walk {
	void (*visit)(const struct machine_leaf *leaf, void *context);
	void *context;
};

/**
 * struct walk_table - a table on the way
 * @entries:  the first of them
 * @count:    how many
 * @level:    1 for the lowest level, the one of PTEs
 * @address:  the first one that it translates
 * @writable: all that leads to it allows writing
 */
struct walk_table {
	const struct kmap_pte *entries;
	unsigned int count;
	unsigned int level;
	uintptr_t address;
	bool writable;
};

/* Visit all leaves from this table on. */
void walk_from(const struct walk *walk, struct walk_table table);

#endif
