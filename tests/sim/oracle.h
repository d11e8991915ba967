/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference: plain lists of who holds which mapping of which frames, and
 * the checks of the machine against them. Any difference ends the simulation.
 */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include "sim.h"

/*
 * At every step, on the executing CPU: no PTE and no TLB entry without an
 * owner, no stale TLB entry, no slot in use without a pin, and every mapping
 * that is held leads to its frame.
 */
void oracle_check_step(void);

/* After the halves of a switch away from @prev: no more invalidations than it had slots in use. */
void oracle_check_switch(const struct sim_task *prev);

/* The current context is between two operations: masks and pins are those of what it holds. */
void oracle_check_between(void);

/* As before, and nothing is held. */
void oracle_check_rest(void);

/* All tasks have ended: no PTE, no TLB entry, no page of the persistent window in use. */
void oracle_check_end(void);

/* The context that executes begins an operation that may invalidate @invalidations times. */
void oracle_begin(uint64_t operation, bool local);
void oracle_end(unsigned int invalidations);

/* The context has a new mapping, as @hold says; its address came from map. */
void oracle_add(const struct sim_hold *hold);

/* The context is about to give back mapping @number; returns what it was. */
struct sim_hold oracle_remove(unsigned int number);

/* Read every page of a mapping of this context, and compare. */
void oracle_read(const struct sim_hold *hold);

/* Write page @page of a mapping of this context, and remember. */
void oracle_write(const struct sim_hold *hold, unsigned int page, uint32_t value);

#endif
