/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference: simple lists of the mappings that each context holds, and the checks of
 * the machine against them. Any difference ends the simulation.
 */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include "sim.h"

/*
 * At every step, on the executing CPU: no PTE and no TLB entry without an owner, no stale
 * TLB entry, no slot in use without a pin, and every held mapping shows its frame.
 */
void oracle_check_step(void);

/*
 * The most invalidations of a switch, before it: one for each slot that @prev has in use; where
 * windows are the tasks', for each that @next has ever used, if it comes from another CPU. After
 * it, oracle_check_switch() compares.
 */
unsigned int oracle_switch_most(const struct sim_task *prev, const struct sim_task *next);
void oracle_check_switch(unsigned int most);

/* Between two operations of the current context: masks and pins match what it holds. */
void oracle_check_between(void);

/* The same, and nothing is held. */
void oracle_check_rest(void);

/* All tasks have ended: no PTE, no TLB entry, no page of the persistent window in use. */
void oracle_check_end(void);

/* Begin an operation; oracle_end(): it must have made at most so many local invalidations. */
void oracle_begin(uint64_t operation, bool local);
void oracle_end(unsigned int invalidations);

/* The context has the new mapping @hold, with the address that map returned. */
void oracle_add(const struct sim_hold *hold);

/* The context is about to unmap mapping @number; returns that mapping. */
struct sim_hold oracle_remove(unsigned int number);

/* Read every page of a mapping of this context, and compare. */
void oracle_read(const struct sim_hold *hold);

/* Write page @page of a mapping of this context, and remember. */
void oracle_write(const struct sim_hold *hold, unsigned int page, uint32_t value);

#endif
