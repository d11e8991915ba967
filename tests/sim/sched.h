/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs, and the events at a step.
 */
#ifndef SIM_SCHED_H
#define SIM_SCHED_H

#include "sim.h"

enum sim_event_kind {
	SIM_CONTINUE, /* the executing CPU does its next step */
	SIM_INTERRUPT, /* an interrupt on the executing CPU */
	SIM_SWITCH, /* the CPU's task is preempted, for task @argument */
	SIM_RUN_CPU, /* CPU @argument executes */
	SIM_UNPLUG, /* the executing CPU goes away; its task is switched out before */
	SIM_PLUG, /* CPU @argument / 2 comes back; @argument % 2: with an empty TLB */
	SIM_EVENTS
};

struct sim_event {
	enum sim_event_kind kind;
	unsigned int argument;
};

/* The most events that are possible at a step. */
#define SIM_EVENTS_MAX (3 + 4 * KMAP_CPUS_MAX + SIM_TASKS)

/*
 * Start a simulation of the machine sim_param: all CPUs idle, all tasks ready, with
 * @operations to do each. It runs when the fibre of CPU 0's current task is swapped to.
 */
void sim_start(unsigned int operations);

/* Whether all tasks have ended. */
bool sim_is_over(void);

/* The possible events at this step, SIM_CONTINUE first; returns their number. */
unsigned int sim_events(struct sim_event *events);

bool sim_may_happen(struct sim_event event);
void sim_happen(struct sim_event event);

/* Whether the current task may be preempted. */
bool sim_preemptible(void);

/* The current task sleeps until it is made ready. */
void sim_sleep(void);

/* Another CPU has to make progress first: let it execute for a while. */
void sim_run_another_cpu(void);

/* A ready task that the executing CPU may run, searched from task @from on; or NULL. */
struct sim_task *sim_ready_task(unsigned int from);

#endif
