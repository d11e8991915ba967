/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of persistent mappings: for each frame its users and its address.
 */
#ifndef FUZZ_POOL_H
#define FUZZ_POOL_H

#include "model.h"

/**
 * struct pool_page - a frame
 * @users:   of its mapping; given back when the unmap begins, counted when the map has ended
 * @address: of the mapping, valid while there are users
 * @flying:  operations under way that name it
 */
struct pool_page {
	unsigned int users;
	uintptr_t address;
	unsigned int flying;
};

/* Places of pages that were given to their allocator while in use. */
extern unsigned int pool_lost;

void pool_model_reset(void);
/* Pages that occupy the pool for sure. */
unsigned int pool_model_occupied(void);
struct pool_page *pool_model_of(const kmap_page_t *page);
/* The frame that an address of the pool shows to its users, or NULL. */
kmap_page_t *pool_model_page(uintptr_t address);
/* Whether an operation on the pool is under way. */
bool pool_model_flying(void);
/* An operation on the pool begins, or ends, that names @page unless it is NULL. */
void pool_model_fly(const kmap_page_t *page);
void pool_model_land(const kmap_page_t *page);
/*
 * From here on nobody maps a page, or any for NULL: it is given back wrongly, or
 * to its allocator, and a map meanwhile could make that right, or wrong.
 */
void pool_model_freeze(const kmap_page_t *page);
void pool_model_thaw(void);
bool pool_model_frozen(const kmap_page_t *page);
/* Whether a page has as many users as can be counted, those under way included. */
bool pool_model_crowded(const kmap_page_t *page);
/* One user more; the address is the same for all of them. */
void pool_model_gained(const kmap_page_t *page, uintptr_t address);
/* One user less of a page, or of NULL, by @call; a report if there is none. */
void pool_model_give_back(kmap_page_t *page, void (*call)(const void *what), const void *what);
/* Fail unless every page that has users shows itself on every CPU. */
void pool_model_check(void);

#endif
