/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the tests of the pool share: two sets of pages, and what must be true of
 * every slot whenever nobody is in the middle of an operation.
 */
#ifndef POOL_MODEL_H
#define POOL_MODEL_H

#include <kmap/kmap.h>

/* High page number @nr; a set is KMAP_POOL_PAGES of them, set 1 follows set 0. */
kmap_page_t *pool_page(unsigned int nr);

/* What the slot of a page counts: one more than its users; 0 when it has no slot. */
uint32_t pool_count(const kmap_page_t *page);

/* kmap(), and look through the address on two CPUs. */
void *pool_map(kmap_page_t *page);

/* Map, or unmap, every page of a set. */
void pool_fill(unsigned int set);
void pool_empty(unsigned int set);

/* Read every slot on two CPUs, so that their TLBs hold what is there. */
void pool_touch(void);

/* Fail unless slots, words, PTEs and TLBs of two CPUs agree, and the lock is free. */
void pool_check(void);

/* The fixture. At the end of a test nothing may be in use. */
int pool_setup(void **state);
int pool_teardown(void **state);

#endif
