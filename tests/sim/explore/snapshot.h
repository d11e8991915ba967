/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Save and restore the whole state of a simulation.
 */
#ifndef SIM_SNAPSHOT_H
#define SIM_SNAPSHOT_H

#include <stdint.h>

struct sim_fibre;

/* Snapshots form a stack. Push the current state; @fibre is the one to continue with. */
void snapshot_push(struct sim_fibre *fibre);

/* Restore the newest snapshot, which stays; returns the fibre to continue with. */
struct sim_fibre *snapshot_restore(void);

/* Drop the newest snapshot. */
void snapshot_pop(void);

/* A digest of the stacks and contexts of all fibres. */
uint64_t snapshot_stacks(void);

/* A digest of everything that the future depends on; histories represent local variables. */
uint64_t snapshot_digest(void);

#endif
