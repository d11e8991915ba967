/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of persistent mappings: for each frame its users and its address.
 */
#ifndef FUZZ_PERSISTENT_H
#define FUZZ_PERSISTENT_H

#include "model.h"

/**
 * struct persistent_page - a frame
 * @users:   of its mapping; given back when the unmap begins, counted when the map has ended
 * @address: of the mapping, valid while there are users
 * @flying:  operations under way that name it
 * @pinned:  local maps under way, during which it must not come or go
 */
struct persistent_page {
	unsigned int users;
	uintptr_t address;
	unsigned int flying;
	unsigned int pinned;
};

/* Places of pages that were given to their allocator while in use. */
extern unsigned int persistent_lost;

void persistent_model_reset(void);
/* Pages that occupy the persistent window for sure. */
unsigned int persistent_model_occupied(void);
struct persistent_page *persistent_model_of(const kmap_page_t *page);
/* The frame that an address of the persistent window shows to its users, or NULL. */
kmap_page_t *persistent_model_page(uintptr_t address);
/* Whether an operation on the persistent window is under way. */
bool persistent_model_flying(void);
/* An operation on the persistent window begins, or ends, that names @page unless it is NULL. */
void persistent_model_fly(const kmap_page_t *page);
void persistent_model_land(const kmap_page_t *page);
/*
 * From here on nobody maps a page, or any for NULL: it is given back wrongly, or
 * to its allocator, and a map meanwhile could make that right, or wrong.
 */
void persistent_model_freeze(const kmap_page_t *page);
void persistent_model_thaw(void);
bool persistent_model_frozen(const kmap_page_t *page);
/* Whether a page has as many users as can be counted, those under way included. */
bool persistent_model_crowded(const kmap_page_t *page);
/* One user more; the address is the same for all of them. */
void persistent_model_gained(const kmap_page_t *page, uintptr_t address);
/* One user less of a page, or of NULL, by @call; a report if there is none. */
void persistent_model_give_back(kmap_page_t *page, void (*call)(const void *what),
				const void *what);
/* Fail unless every page that has users shows itself on every CPU. */
void persistent_model_check(void);

#endif
