/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counting steps, and running the plans of a test.
 */
#include <stdio.h>
#include <string.h>

#include "fake_machine.h"
#include "fake_step.h"

bool fake_speculative;
void (*fake_observer)(void);
unsigned long fake_steps;

static struct fake_plan *armed;
/* The steps at which a plan fired, for the message of a failed test. */
static char trail[256];

void fake_steps_reset(void)
{
	armed = NULL;
	fake_observer = NULL;
	fake_steps = 0;
	trail[0] = 0;
}

static void start(struct fake_plan *plan)
{
	armed = plan;
	if (plan) {
		plan->left = plan->at;
		plan->fired = false;
	}
}

void fake_arm(struct fake_plan *plan)
{
	start(plan);
	trail[0] = 0;
}

void fake_disarm(void)
{
	armed = NULL;
}

static void trail_add(const struct fake_plan *plan, const char *what)
{
	size_t length = strlen(trail);

	snprintf(trail + length, sizeof(trail) - length, " [before step %u: %s]", plan->at, what);
}

static void fire(struct fake_plan *plan, const char *what)
{
	plan->fired = true;
	trail_add(plan, what);
	start(plan->nested);
	plan->action();
	start(plan->then);
}

void fake_step(const char *what)
{
	fake_steps++;
	if (fake_speculative)
		fake_tlb_speculate();
	if (fake_observer)
		fake_observer();
	if (armed && armed->left-- == 0)
		fire(armed, what);
}

const char *fake_trail(void)
{
	return trail;
}
