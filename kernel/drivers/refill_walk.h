/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The walk of machine_walk() where software loads the TLB: what a CPU translates is what needs no
 * TLB, the tables from which its handlers load the TLB, and what its TLB holds that they do not
 * say. Only all of that together is everything. See refill_walk.c.
 */
#ifndef DRIVERS_REFILL_WALK_H
#define DRIVERS_REFILL_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "walk.h"

/* --- provided by the machine ----------------------------------------------- */

/* What this CPU uses to translate is what was recorded: its directory and its address space. */
bool translation_is_own(void);

/* Visit what needs no TLB. */
void fixed_walk(const struct walk *walk);

/* Copy this CPU's TLB to where tlb_copy_walk() finds it. Interrupts off. */
void tlb_copy_make(void);

/* Call refill_leaf_visit() for each entry of the copy, which is of CPU @number. */
void tlb_copy_walk(const struct walk *walk, unsigned int number);

/* --- for the machine ------------------------------------------------------- */

/* Visit a page that an entry of the TLB of CPU @number maps, unless its tables say the same. */
void refill_leaf_visit(const struct walk *walk, unsigned int number, uintptr_t address,
		       struct kmap_pte pte);

/*
 * Another CPU may want to see this CPU's TLB: called when machine_ipi_flush() has interrupted it,
 * with interrupts off.
 */
void walk_answer(void);

#endif
