/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who uses which place of the persistent window, as the users know it. Kept without any
 * order between CPUs, so that it hides no race.
 */
#ifndef RACE_LEDGER_H
#define RACE_LEDGER_H

#include <kmap/kmap.h>

/*
 * A page was mapped at an address: that place shows no other page, and the page
 * is at no other place.
 */
void ledger_mapped(const kmap_page_t *page, const void *address);

/* It is about to be unmapped. */
void ledger_unmap(const kmap_page_t *page, const void *address);

#endif
