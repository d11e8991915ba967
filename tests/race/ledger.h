/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A record, made by the users, of which page uses which slot of the persistent window. It
 * has no ordering between CPUs, so that it hides no race.
 */
#ifndef RACE_LEDGER_H
#define RACE_LEDGER_H

#include <kmap/kmap.h>

/*
 * A page was mapped at an address: check that the slot has no other page, and the page no
 * other slot.
 */
void ledger_mapped(const kmap_page_t *page, const void *address);

/* The page is about to be unmapped. */
void ledger_unmap(const kmap_page_t *page, const void *address);

#endif
