/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random machines and programs. Everything is drawn from a seed before a case runs, and
 * nothing while it runs. So a case with some parts removed is still valid, and the rest of
 * it does the same as before.
 */
#ifndef SIM_SWARM_H
#define SIM_SWARM_H

#include <stdbool.h>
#include <stdint.h>

#include "sched.h"

/* The most operations of a task, and events during them. */
#define SWARM_OPERATIONS 64u
#define SWARM_EVENTS 256u

/* Kinds of events that are drawn. Who is pinned keeps a CPU, so none goes away there. */
#define SWARM_EVENT_KINDS (KMAP_WINDOW_CPU ? SIM_RUN_CPU : SIM_EVENTS - 1)

/* Operations of a task; one that is not possible at the time is skipped. */
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
	SWARM_NOTHING, /* removed */
	SWARM_CODES
};

struct swarm_operation {
	enum swarm_code code;
	unsigned int a, b;
};

/* An event before step @step of operation @operation. */
struct swarm_event {
	unsigned int operation;
	unsigned int step;
	struct sim_event event; /* SIM_CONTINUE: removed */
};

struct swarm_program {
	struct swarm_operation operation[SWARM_OPERATIONS];
	struct swarm_event event[SWARM_EVENTS]; /* in the order in which they happen */
	unsigned int events;
	unsigned int leaks; /* mappings that it ends with, if it has so many */
};

struct swarm_case {
	uint64_t seed;
	struct sim_param param;
	struct swarm_program program[SIM_TASKS];
};

/* Draw the case of a seed. */
void swarm_draw(struct swarm_case *swarm, uint64_t seed);

/* Print a case, without what was removed. */
void swarm_print(const struct swarm_case *swarm);

/* Run a case; returns whether it passed. If not, struct run says how it failed. */
bool swarm_run(const struct swarm_case *swarm);

/* Remove everything from a failing case that it does not need to fail. */
void swarm_shrink(struct swarm_case *swarm);

#endif
