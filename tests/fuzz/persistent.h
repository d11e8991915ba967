/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The model of persistent mappings: for each frame its users and its address.
 */
#ifndef FUZZ_PERSISTENT_H
#define FUZZ_PERSISTENT_H

#include "model.h"

/**
 * struct persistent_page - a frame
 * @users:   users of its mapping: added when a map has ended, removed when an unmap begins
 * @address: of the mapping, valid while there are users
 * @flying:  operations in progress on it
 * @pinned:  local maps in progress, during which it must not be mapped or unmapped here
 */
struct persistent_page {
	unsigned int users;
	uintptr_t address;
	unsigned int flying;
	unsigned int pinned;
};

/* Slots of each colour that were lost to pages that were freed while in use. */
extern unsigned int persistent_lost[KMAP_ARCH_COLOURS];

void persistent_model_reset(void);
/* Slots of the persistent window that are in use or lost. */
unsigned int persistent_model_occupied(void);
/* The colour of a page; and slots of a colour: all, and those in use or lost. */
unsigned int persistent_model_colour(const kmap_page_t *page);
unsigned int persistent_model_slots_of(unsigned int colour);
unsigned int persistent_model_occupied_of(unsigned int colour);
struct persistent_page *persistent_model_of(const kmap_page_t *page);
/* The page that is in use at an address of the persistent window, or NULL. */
kmap_page_t *persistent_model_page(uintptr_t address);
/* Whether an operation on the persistent window is in progress. */
bool persistent_model_flying(void);
/* An operation on the persistent window begins; persistent_model_land(): it ends. */
void persistent_model_fly(const kmap_page_t *page);
void persistent_model_land(const kmap_page_t *page);
/*
 * From here on no operation maps @page, or any page if it is NULL: it is unmapped by
 * mistake, or freed, and a map in between would change whether that is misuse.
 */
void persistent_model_freeze(const kmap_page_t *page);
void persistent_model_thaw(void);
bool persistent_model_frozen(const kmap_page_t *page);
/* Whether a page has the maximum number of users, including operations in progress. */
bool persistent_model_crowded(const kmap_page_t *page);
/* Add a user; checks that the address is the same for all users. */
void persistent_model_gained(const kmap_page_t *page, uintptr_t address);
/* Remove a user of a page, or of NULL, by @call; expects a report if there is none. */
void persistent_model_give_back(kmap_page_t *page, void (*call)(const void *what),
				const void *what);
/* Fail unless every page with users is visible at its address on every CPU. */
void persistent_model_check(void);

#endif
