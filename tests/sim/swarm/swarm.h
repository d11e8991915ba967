/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random machines and programs. Everything is drawn from a seed before a case
 * runs; nothing is drawn while it runs, so that a case with something taken out
 * still is one, and fails, or not, for the same reason.
 */
#ifndef SIM_SWARM_H
#define SIM_SWARM_H

#include <stdbool.h>
#include <stdint.h>

#include "sched.h"

/* Operations of a task, and events during them, at most. */
#define SWARM_OPERATIONS 64u
#define SWARM_EVENTS 256u

/* What a task may do; what is not possible just then is left out. */
enum swarm_code {
	SWARM_MAP,
	SWARM_MAP_LOW,
	SWARM_MAP_RANGE,
	SWARM_UNMAP,
	SWARM_READ,
	SWARM_WRITE,
	SWARM_COPY,
	SWARM_COPY_PAGES,
	SWARM_CLEAR,
	SWARM_MAP_PERSISTENT,
	SWARM_FLUSH_PERSISTENT,
	SWARM_NOTHING, /* taken out */
	SWARM_CODES
};

struct swarm_operation {
	enum swarm_code code;
	unsigned int a, b;
};

/* Something happens before step @step of operation @operation. */
struct swarm_event {
	unsigned int operation;
	unsigned int step;
	struct sim_event event; /* SIM_CONTINUE: taken out */
};

struct swarm_program {
	struct swarm_operation operation[SWARM_OPERATIONS];
	struct swarm_event event[SWARM_EVENTS]; /* in the order of their places */
	unsigned int events;
};

struct swarm_case {
	uint64_t seed;
	struct sim_param param;
	struct swarm_program program[SIM_TASKS];
};

/* The case of a seed. */
void swarm_draw(struct swarm_case *swarm, uint64_t seed);

/* What is left of it, in lines that a person can read. */
void swarm_print(const struct swarm_case *swarm);

/* Run a case; returns whether all went well. If not, struct run says how it failed. */
bool swarm_run(const struct swarm_case *swarm);

/* Take out of a case that fails what it fails without. */
void swarm_shrink(struct swarm_case *swarm);

#endif
