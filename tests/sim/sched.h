/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs and what may happen at a step.
 */
#ifndef SIM_SCHED_H
#define SIM_SCHED_H

#include "sim.h"

enum sim_event_kind {
	SIM_CONTINUE, /* the executing CPU does its next step */
	SIM_INTERRUPT, /* a handler runs over what the CPU does */
	SIM_SWITCH, /* the CPU's task is preempted, for task @argument */
	SIM_RUN_CPU, /* CPU @argument executes */
	SIM_EVENTS
};

struct sim_event {
	enum sim_event_kind kind;
	unsigned int argument;
};

/* As many events as there can be at a step. */
#define SIM_EVENTS_MAX (2 + 2 * KMAP_CPUS_MAX + SIM_TASKS)

/*
 * Begin a simulation of the machine sim_param: all CPUs idle, all tasks ready,
 * each of them to do @operations. It goes on when somebody swaps to the fibre of
 * CPU 0's current task.
 */
void sim_start(unsigned int operations);

/* Whether all tasks have ended. */
bool sim_is_over(void);

/* All that may happen at this step, SIM_CONTINUE first; returns how many there are. */
unsigned int sim_events(struct sim_event *events);

bool sim_may_happen(struct sim_event event);
void sim_happen(struct sim_event event);

/* Whether the scheduler may take the CPU from the current task. */
bool sim_preemptible(void);

/* The current task sleeps until somebody makes it ready. */
void sim_sleep(void);

/* Somebody else has to go on first: another CPU executes for a while. */
void sim_run_another_cpu(void);

/* A task that the executing CPU could run; NULL when no such task is ready. */
struct sim_task *sim_ready_task(unsigned int from);

#endif
