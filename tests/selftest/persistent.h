/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the self-tests of persistent mappings share.
 */
#ifndef SELFTEST_PERSISTENT_H
#define SELFTEST_PERSISTENT_H

#include "selftest.h"

#define SETS 2
#define STAMP(set, i) (((set) + 1u) << 20 | (uint32_t)(i))

/* As many pages as the persistent window has room for, twice; made by the first test, freed by the last. */
extern struct page *persistent_sets[SETS][KMAP_PERSISTENT_PAGES];
/* Where the pages of a set are mapped. */
extern void *persistent_addresses[KMAP_PERSISTENT_PAGES];

bool persistent_sets_make(void);

/* Map a whole set. With nothing else mapped that takes the whole persistent window. */
void persistent_set_map(unsigned int set);
void persistent_set_unmap(unsigned int set);

struct kmap_persistent_stat persistent_stat(void);

/* Every CPU reads every page of the set through the addresses that one task got. */
bool persistent_set_seen(unsigned int set);

#endif
