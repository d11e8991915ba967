/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Exploration: a depth-first search. Where there is more than one way to continue, the
 * fibre asks, and the search, which runs outside the fibres, answers: first with the first
 * way, later from a snapshot with each of the others.
 */
#include "explore.h"

#include <stdio.h>

#include "act.h"
#include "digest.h"
#include "machine.h"
#include "oracle.h"
#include "run.h"
#include "schedule.h"
#include "sched.h"
#include "snapshot.h"
#include "trace.h"
#include "visited.h"

/* Transitions between two lines of progress. */
#define PROGRESS 50000000ul

/* The question of the fibre that ran last, and the answer. */
static struct {
	unsigned int options;
	unsigned int kind; /* distinguishes questions at one step */
	unsigned int free; /* the first so many answers are not counted as events */
	unsigned int answer;
} question;

static struct visited states, explored;

static unsigned int ask(unsigned int options, unsigned int kind, unsigned int free)
{
	question.options = options;
	question.kind = kind;
	question.free = free;
	run_stop(RUN_ASKED);
	return question.answer;
}

/* The events to try at this step. */
static unsigned int worth(struct sim_event *events)
{
	bool idle = sim_is_idle(sim_current());
	unsigned int all = sim_events(events), count = 0;

	for (unsigned int i = 0; i < all; i++) {
		if (events[i].kind == SIM_CONTINUE && idle && !sim_this_cpu()->irq_depth &&
		    !sim_this_cpu()->switching)
			continue;
		if (events[i].kind == SIM_RUN_CPU && !sim_preemptible())
			continue;
		if (events[i].kind == SIM_PLUG && events[i].argument / 2 != sim.executing)
			continue;
		events[count++] = events[i];
	}
	return count;
}

static void at_step(void)
{
	struct sim_event events[SIM_EVENTS_MAX], event;
	unsigned int count;

	for (;;) {
		count = worth(events);
		if (!count)
			sim_fail("nobody can go on");
		if (count == 1 && events[0].kind == SIM_CONTINUE)
			return;
		event = events[ask(count, 0, events[0].kind == SIM_CONTINUE)];
		if (event.kind == SIM_CONTINUE)
			return;
		if (event.kind == SIM_RUN_CPU && !sim_is_idle(sim_current()))
			sim_this_cpu()->must_switch = true;
		sim_happen(event);
		/* An idle CPU starts its idle loop again. */
		if (sim_is_idle(sim_current()) && !sim_this_cpu()->irq_depth &&
		    !sim_this_cpu()->switching)
			return;
	}
}

static unsigned int choose(unsigned int count)
{
	return count > 1 ? ask(count, 1, count) : 0;
}

/* Do one of the operations that the task can do now; false if it chooses none. */
static bool operate(void)
{
	unsigned int holds = sim_this_context()->holds, frame = act_frame(0), way;
	bool one = holds < KMAP_SLOTS && act_has_room(1, act_unmapped_frame());
	bool two = holds < KMAP_SLOTS && act_has_room(2, frame);

	way = choose(holds + one + two + !holds);
	if (way < holds)
		act_unmap(way, 0);
	else if (one && way == holds)
		act_map(ACT_PFN, act_unmapped_frame());
	else if (two && way == holds + one)
		act_map_range(act_frame(2 * holds), 2);
	else
		return false;
	return true;
}

static void program(void)
{
	while (sim_current()->left) {
		/* Earlier steps do not matter any more. */
		sim_this_context()->history = 0;
		if (!operate())
			break;
		sim_current()->left--;
	}
	sim_current()->left = 0;
	act_unmap_all();
}

static void handler(unsigned int argument)
{
	(void)argument;
	if (!act_has_room(1, act_frame(0)))
		return;
	if (act_has_room(2, act_frame(0)) && choose(2))
		act_map_range(act_frame(0), 2);
	else
		act_map(ACT_PFN, act_frame(0));
	act_unmap_all();
}

static void rest(void)
{
	sim_this_context()->history = 0;
	if (sim_is_over()) {
		oracle_check_end();
		run_stop(RUN_ENDED);
	}
	sim_step("idle");
}

static const struct sim_driver driver = {
	.histories = true,
	.step = at_step,
	.program = program,
	.interrupt = handler,
	.rest = rest,
};

/* Start the simulation, up to the first question. */
static void start(const struct explore_bounds *bounds)
{
	sim_param = bounds->param;
	sim_param_fit(&sim_param);
	sim_driver = &driver;
	sim_start(bounds->operations);
	sim.irqs_left = bounds->irqs;
	run_go(sim_this_cpu()->fibre);
}

static void answer(unsigned int way)
{
	question.answer = way;
	run_go(run.fibre);
}

/* If the last question is in a new state, take a snapshot; returns whether it is. */
static bool descend(const struct explore_bounds *bounds)
{
	unsigned int cost = bounds->events == EXPLORE_ANY ? 0 : schedule_events();
	uint64_t digest = digest_add(snapshot_digest(), question.kind << 8 | question.options);

	if (bounds->stacks) {
		visited_add(&states, digest, 0);
		digest = digest_add(digest, snapshot_stacks());
	}
	if (!visited_add(&explored, digest, cost))
		return false;
	schedule_push(question.options, question.free);
	snapshot_push(run.fibre);
	return true;
}

static void ascend(void)
{
	schedule_pop();
	snapshot_pop();
}

/* Take the next way that is left; @here if the simulation is at the last question. */
static bool next_way(const struct explore_bounds *bounds, bool here)
{
	for (; schedule_length(); here = false) {
		if (!schedule_next()) {
			ascend();
			continue;
		}
		if (schedule_events() > bounds->events)
			continue;
		if (!here)
			run.fibre = snapshot_restore();
		answer(schedule_last());
		return true;
	}
	return false;
}

void explore(const struct explore_bounds *bounds, struct explore_result *result)
{
	bool descended;

	*result = (struct explore_result){ .failed = false };
	visited_reset(&states);
	visited_reset(&explored);
	schedule_reset();
	start(bounds);
	do {
		descended = run.outcome == RUN_ASKED && descend(bounds);
		result->transitions++;
		if (result->transitions % PROGRESS == 0) {
			printf("# %lu transitions so far\n", result->transitions);
			fflush(stdout);
		}
	} while (run.outcome != RUN_FAILED && next_way(bounds, descended));
	result->failed = run.outcome == RUN_FAILED;
	result->states = bounds->stacks ? states.count : explored.count;
	result->explored = explored.count;
	if (result->failed)
		result->schedule = schedule_text();
	while (schedule_length())
		ascend();
}

bool explore_replay(const struct explore_bounds *bounds, const char *schedule)
{
	schedule_reset();
	if (!schedule_parse(schedule))
		return false;
	sim_traced = true;
	start(bounds);
	for (unsigned int i = 0; run.outcome == RUN_ASKED && i < schedule_length(); i++) {
		if (schedule_way(i) >= question.options)
			return false;
		answer(schedule_way(i));
	}
	sim_traced = false;
	return true;
}
