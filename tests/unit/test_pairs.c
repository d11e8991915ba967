/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Two injections: one inside the other, or one after the other in the same operation. All
 * pairs of steps and of injections.
 */
#include "inject.h"
#include "unit.h"

/* How the second injection relates to the first. */
enum relation { INSIDE, AFTERWARDS };

static unsigned long runs;

/* Inject @second at each step, with @first at a fixed step. */
static void every_second_step(const struct inject_case *inject, struct fake_plan *first,
			      struct fake_plan *second)
{
	second->fired = true;
	for (second->at = 0; second->fired; second->at++) {
		inject_run(inject, first, false);
		/* Stays false if the first injection is never reached. */
		second->fired = false;
		inject_run(inject, first, true);
		runs++;
	}
}

static void every_pair_of_steps(const struct inject_case *inject, enum relation relation,
				inject_action outer, inject_action inner)
{
	struct fake_plan second = { .action = inner };
	struct fake_plan first = {
		.action = outer,
		.nested = relation == INSIDE ? &second : NULL,
		.then = relation == AFTERWARDS ? &second : NULL,
		.fired = true,
	};

	for (first.at = 0; first.fired; first.at++)
		every_second_step(inject, &first, &second);
}

static void every_pair(const struct inject_case *cases, enum relation relation, inject_action outer)
{
	for (; cases->name; cases++)
		for (unsigned int nr = 0; nr < INJECT_ACTIONS; nr++)
			every_pair_of_steps(cases, relation, outer, inject_actions[nr]);
}

static void B22_anything_inside_an_interrupt_inside_map_and_unmap(void **state)
{
	(void)state;
	every_pair(inject_map_cases, INSIDE, inject_interrupt);
}

static void B22_anything_inside_an_interrupt_inside_a_switch(void **state)
{
	(void)state;
	every_pair(inject_switch_cases, INSIDE, inject_interrupt);
}

static void B22_anything_inside_a_preemption_inside_map_and_unmap(void **state)
{
	(void)state;
	every_pair(inject_map_cases, INSIDE, inject_preempt_keep);
}

static void anything_inside_a_migration_inside_map_and_unmap(void **state)
{
	(void)state;
	every_pair(inject_map_cases, INSIDE, inject_migrate);
}

static void anything_inside_a_preemption_inside_map_and_unmap_of_several_pages(void **state)
{
	(void)state;
	every_pair(inject_range_cases, INSIDE, inject_preempt_keep);
}

static void anything_inside_an_interrupt_inside_map_and_unmap_of_several_pages(void **state)
{
	(void)state;
	every_pair(inject_range_cases, INSIDE, inject_interrupt_range);
}

static void anything_after_anything_in_map_and_unmap(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < INJECT_ACTIONS; nr++)
		every_pair(inject_map_cases, AFTERWARDS, inject_actions[nr]);
}

static void B2_interrupt_after_interrupt_in_a_switch(void **state)
{
	(void)state;
	every_pair(inject_switch_cases, AFTERWARDS, inject_interrupt_full);
}

/* Check that pairs are tried at all: at least a few thousand. */
static void pairs_are_many(void **state)
{
	(void)state;
	assert_true(runs > 5000);
}

UNIT_MAIN(UNIT_TEST(B22_anything_inside_an_interrupt_inside_map_and_unmap),
	  UNIT_TEST(B22_anything_inside_an_interrupt_inside_a_switch),
	  UNIT_TEST(B22_anything_inside_a_preemption_inside_map_and_unmap),
	  UNIT_TEST(anything_inside_a_migration_inside_map_and_unmap),
	  UNIT_TEST(anything_inside_a_preemption_inside_map_and_unmap_of_several_pages),
	  UNIT_TEST(anything_inside_an_interrupt_inside_map_and_unmap_of_several_pages),
	  UNIT_TEST(anything_after_anything_in_map_and_unmap),
	  UNIT_TEST(B2_interrupt_after_interrupt_in_a_switch), UNIT_TEST(pairs_are_many))
