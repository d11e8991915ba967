/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A walk through what a CPU translates, where the tables are only what its TLB is loaded from: see
 * tlb_walk.c.
 */
#ifndef DRIVERS_TLB_WALK_H
#define DRIVERS_TLB_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/types.h>

#include "walk.h"

#define TLB_PAGES_MAX 128

/* A page that is in the TLB, as its PTE in the tables would be. */
struct tlb_page {
	uint32_t address;
	struct kmap_pte pte;
};

/* Another CPU may want to see this CPU's TLB. In the interrupt of ipi_send(), interrupts off. */
void walk_answer(void);

/* --- provided by the machine --------------------------------------------- */

/* Put the pages of this CPU's TLB into @pages; returns how many. Interrupts off. */
unsigned int tlb_read(struct tlb_page *pages);

/* Whether an access to @address looks in the TLB. */
bool tlb_is_for(uint32_t address);

/* Visit what is mapped without the tables. */
void segments_walk(const struct walk *walk);

/* Whether this CPU uses the directory of @number, its own. Interrupts off. */
bool directory_is_used(unsigned int number);

/* Send CPU @number the interrupt that runs walk_answer() there. */
void ipi_send(unsigned int number);

#endif
