/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One injection at one step of an operation: every operation, every step, every injection,
 * with a TLB that is only filled by accesses and with one that is filled whenever a PTE is
 * valid.
 */
#include "inject.h"
#include "unit.h"

static void every_step(const struct inject_case *cases, inject_action action)
{
	for (; cases->name; cases++) {
		inject_at_every_step(cases, action, false);
		inject_at_every_step(cases, action, true);
	}
}

static void B1_interrupt_at_every_step_of_map_and_unmap(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_interrupt);
	every_step(inject_map_cases, inject_interrupt_full);
}

static void B2_interrupt_at_every_step_of_a_switch(void **state)
{
	(void)state;
	every_step(inject_switch_cases, inject_interrupt);
	every_step(inject_switch_cases, inject_interrupt_full);
}

static void preemption_at_every_step_of_map_and_unmap(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_preempt);
	every_step(inject_map_cases, inject_preempt_keep);
}

static void interrupt_with_preemption_at_every_step_of_map_and_unmap(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_interrupt_preempt);
}

static void B3_migration_at_every_step_of_map_and_unmap(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_migrate);
}

/* Interrupts that map several pages, and all other injections over mappings of several pages. */
static void interrupt_maps_several_pages_at_every_step(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_interrupt_range);
	every_step(inject_switch_cases, inject_interrupt_range);
}

static void anything_at_every_step_of_map_and_unmap_of_several_pages(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < INJECT_ACTIONS; nr++)
		every_step(inject_range_cases, inject_actions[nr]);
}

static void B7_another_cpu_maps_at_every_step(void **state)
{
	(void)state;
	every_step(inject_map_cases, inject_neighbour);
	every_step(inject_switch_cases, inject_neighbour);
}

/* Where the task takes its window along, nothing is ever pinned. */
static void never_pinned(void)
{
	if (fake_current()->pins)
		fake_fail("%u pins", fake_current()->pins);
}

/*
 * At any step there are at least as many pins as mappings. While the slots of a mapping are
 * claimed or released, kmap_held() may count it as two.
 */
static void pinned_while_a_slot_is_used(void)
{
	const struct fake_task *task = fake_current();

	if (task->pins + KMAP_GUARD < kmap_held(&task->kmap) || (task->kmap.used && !task->pins))
		fake_fail("%u pins for %u slots", task->pins, kmap_held(&task->kmap));
}

static void B3_task_is_pinned_at_every_step_with_a_slot(void **state)
{
	(void)state;
	fake_observer = KMAP_WINDOW_CPU ? pinned_while_a_slot_is_used : never_pinned;
	model_hold(KMAP_SLOTS);
	while (model_current()->count)
		model_unmap(model_current()->count / 2, 0);
	model_check();
}

/* The number of steps of an operation. */
static unsigned int steps_of(void (*operate)(void))
{
	unsigned long before = fake_steps;

	operate();
	return (unsigned int)(fake_steps - before);
}

static void map_one(void)
{
	model_map();
}

static void unmap_one(void)
{
	model_unmap(0, 0);
}

/*
 * Pin, claim, save, set; erase, clear, invalidate, release, unpin: each must be a step. There
 * is only a PTE, and nothing saved, where KMAP_WINDOW is task.
 */
static void steps_are_no_fewer_than_the_stores(void **state)
{
	const unsigned int words = sizeof(struct kmap_pte) / sizeof(uint32_t);
	const unsigned int erased = FAKE_PAE ? 1 : words;
	const unsigned int pin = KMAP_WINDOW_CPU, stores = 1 + !KMAP_WINDOW_TASK;

	(void)state;
	fake_set_hook = NULL;
	assert_in_range(steps_of(map_one), 1 + pin + stores * words, UINT_MAX);
	assert_in_range(steps_of(unmap_one), 2 + pin + stores * erased, UINT_MAX);
}

UNIT_MAIN(UNIT_TEST(B1_interrupt_at_every_step_of_map_and_unmap),
	  UNIT_TEST(B2_interrupt_at_every_step_of_a_switch),
	  UNIT_TEST(preemption_at_every_step_of_map_and_unmap),
	  UNIT_TEST(interrupt_with_preemption_at_every_step_of_map_and_unmap),
	  UNIT_TEST(B3_migration_at_every_step_of_map_and_unmap),
	  UNIT_TEST(interrupt_maps_several_pages_at_every_step),
	  UNIT_TEST(anything_at_every_step_of_map_and_unmap_of_several_pages),
	  UNIT_TEST(B7_another_cpu_maps_at_every_step),
	  UNIT_TEST(B3_task_is_pinned_at_every_step_with_a_slot),
	  UNIT_TEST(steps_are_no_fewer_than_the_stores))
