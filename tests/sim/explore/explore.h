/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All schedules of a small machine.
 *
 * Each task does any sequence of a number of operations: map a page, map two
 * side by side, unmap any of its mappings; then it gives the rest back. At
 * each step an interrupt may come, whose handler maps a page (or two) and
 * unmaps it, or the task may be preempted for any other that may run here, or
 * another CPU may execute.
 *
 * States that are equal in all that decides about the future are explored
 * once; local variables are represented by the history of what their operation
 * has seen. Whether that is enough is tried on small bounds: told apart by the
 * bytes of all stacks, there must not be one state more of those. That another CPU executes is tried only where the CPU that stops will
 * go on with a switch, and where it idles: any other step of a CPU concerns its
 * own window and its own task only, which the machine checks at each store, so
 * it commutes with those of all other CPUs, and a schedule that breaks in
 * between is equal to one that does not.
 */
#ifndef SIM_EXPLORE_H
#define SIM_EXPLORE_H

#include <stdbool.h>

#include "param.h"

/**
 * struct explore_bounds - how far to go
 * @param:      the machine
 * @irqs:       interrupts in all
 * @operations: of each task
 * @stacks:     tell states apart by their stacks, too: many more, but none is lost
 * @events:     interrupts, switches and changes of the CPU in one schedule; EXPLORE_ANY for all
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
 * @failed:      a schedule fails; struct run says how
 * @schedule:    that schedule, for explore_replay(); allocated
 * @states:      different states, not counting stacks
 * @explored:    states told apart
 * @transitions: steps from one of them to another
 */
struct explore_result {
	bool failed;
	char *schedule;
	unsigned long states, explored, transitions;
};

/* Explore everything within the bounds, or until something fails. */
void explore(const struct explore_bounds *bounds, struct explore_result *result);

/* Run one schedule and print its steps; false when it is none, or does not fit the bounds. */
bool explore_replay(const struct explore_bounds *bounds, const char *schedule);

#endif
