/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the self-tests of persistent mappings share.
 */
#ifndef SELFTEST_PERSISTENT_H
#define SELFTEST_PERSISTENT_H

#include "selftest.h"

#define SETS 2
#define STAMP(set, i) (((set) + 1u) << 20 | (uint32_t)(i))

/* Two sets that each fill the persistent window. Made by the first test, freed by the last. */
extern struct page *persistent_sets[SETS][KMAP_PERSISTENT_PAGES];
/* The addresses of the mapped set. */
extern void *persistent_addresses[KMAP_PERSISTENT_PAGES];

bool persistent_sets_make(void);

/* Map a whole set; it fills the persistent window. */
void persistent_set_map(unsigned int set);
void persistent_set_unmap(unsigned int set);

struct kmap_persistent_stat persistent_stat(void);

/* Check that every CPU sees every page of the set at these addresses. */
bool persistent_set_seen(unsigned int set);

#endif
