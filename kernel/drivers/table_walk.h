/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through page tables in memory.
 */
#ifndef DRIVERS_TABLE_WALK_H
#define DRIVERS_TABLE_WALK_H

#include <stdint.h>

#include "machine.h"

/*
 * Visit each present leaf that the topmost table at @physical leads to. Its first entry is for
 * the address @start. All tables lie in the direct map.
 */
void table_walk(uint64_t physical, uintptr_t start,
		void (*visit)(const struct machine_leaf *leaf, void *context), void *context);

#endif
