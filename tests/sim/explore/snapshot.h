/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Keep the whole state of a simulation, and come back to it.
 */
#ifndef SIM_SNAPSHOT_H
#define SIM_SNAPSHOT_H

#include <stdint.h>

struct sim_fibre;

/* Snapshots form a stack. Push the present one; @fibre is who is to go on. */
void snapshot_push(struct sim_fibre *fibre);

/* Bring back the newest one, which stays; returns who is to go on. */
struct sim_fibre *snapshot_restore(void);

/* Forget the newest one. */
void snapshot_pop(void);

/* A digest of the stacks and the places of all fibres: local variables, and what lies between. */
uint64_t snapshot_stacks(void);

/* A digest of all that decides how the simulation may go on; history stands for local variables. */
uint64_t snapshot_digest(void);

#endif
