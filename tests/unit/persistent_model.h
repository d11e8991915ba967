/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shared code of the tests of the persistent window: two sets of pages, and the invariants of
 * every slot while no operation is in progress.
 */
#ifndef PERSISTENT_MODEL_H
#define PERSISTENT_MODEL_H

#include <kmap/kmap.h>

/* High page number @nr; a set is KMAP_PERSISTENT_PAGES of them, set 1 follows set 0. */
kmap_page_t *persistent_page(unsigned int nr);

/* The count in the slot of a page: one more than its users; 0 if it has no slot. */
uint32_t persistent_count(const kmap_page_t *page);

/* kmap(), and check the address on two CPUs. */
void *persistent_map(kmap_page_t *page);

/* Map, or unmap, every page of a set. */
void persistent_fill(unsigned int set);
void persistent_empty(unsigned int set);

/* Read every slot on two CPUs, to fill their TLBs. */
void persistent_touch(void);

/* Fail unless slots, words, PTEs and TLBs of two CPUs agree, and the lock is free. */
void persistent_check(void);

/* The fixture. At the end of a test nothing may be in use. */
int persistent_setup(void **state);
int persistent_teardown(void **state);

#endif
