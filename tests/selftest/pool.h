/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the self-tests of persistent mappings share.
 */
#ifndef SELFTEST_POOL_H
#define SELFTEST_POOL_H

#include "selftest.h"

#define SETS 2
#define STAMP(set, i) (((set) + 1u) << 20 | (uint32_t)(i))

/* As many pages as the pool has room for, twice; made by the first test, freed by the last. */
extern struct page *pool_sets[SETS][KMAP_POOL_PAGES];
/* Where the pages of a set are mapped. */
extern void *pool_addresses[KMAP_POOL_PAGES];

bool pool_sets_make(void);

/* Map a whole set. With nothing else mapped that takes the whole pool. */
void pool_set_map(unsigned int set);
void pool_set_unmap(unsigned int set);

struct kmap_persistent_stat pool_stat(void);

/* Every CPU reads every page of the set through the addresses that one task got. */
bool pool_set_seen(unsigned int set);

#endif
