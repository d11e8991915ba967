/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All schedules of a small machine.
 *
 * Each task does any sequence of a given number of operations: map a page, map two side
 * by side, unmap any of its mappings; then it unmaps the rest. At each step an interrupt
 * may come, whose handler maps one or two pages and unmaps them; or the task may be
 * preempted for any other that may run here; or another CPU may execute.
 *
 * States that are equal in everything that the future depends on are explored once. Local
 * variables are represented by the history of what their operation has seen. That this is
 * enough is checked with small bounds: when states are also distinguished by the bytes of
 * all stacks, the number of states without them must be the same.
 *
 * Another CPU is only made to execute where this one continues with a switch, and where it
 * idles. Every other step of a CPU concerns its own window and its own task, which the
 * machine checks at each store. So it commutes with the steps of all other CPUs, and
 * changing the CPU there gives an equivalent schedule. Where windows are the tasks', such a
 * step also fills TLBs of other CPUs, with entries for its task's window: nothing reads those
 * before the task comes there, in a switch. A CPU that went away comes back when it executes.
 */
#ifndef SIM_EXPLORE_H
#define SIM_EXPLORE_H

#include <stdbool.h>

#include "param.h"

/**
 * struct explore_bounds - bounds of an exploration
 * @param:      the machine
 * @irqs:       total number of interrupts
 * @operations: operations of each task
 * @stacks:     also distinguish states by their stacks: many more states, but none is missed
 * @events:     most interrupts, switches and changes of the CPU in a schedule, or EXPLORE_ANY
 */
struct explore_bounds {
	struct sim_param param;
	unsigned int irqs;
	unsigned int operations;
	bool stacks;
	unsigned int events;
};
#define EXPLORE_ANY 254u

/**
 * struct explore_result - what was found
 * @failed:      a schedule fails; see struct run
 * @schedule:    that schedule, for explore_replay(); allocated
 * @states:      different states, without the stacks
 * @explored:    different states, with the stacks if these are compared
 * @transitions: transitions between states
 */
struct explore_result {
	bool failed;
	char *schedule;
	unsigned long states, explored, transitions;
};

/* Explore everything within the bounds, or until something fails. */
void explore(const struct explore_bounds *bounds, struct explore_result *result);

/* Run one schedule and print its steps; false if it is invalid or does not fit the bounds. */
bool explore_replay(const struct explore_bounds *bounds, const char *schedule);

#endif
