/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task switches between operations: mappings stay valid for their owner, at the same
 * addresses, and for no other task. In all orders in which a scheduler may change the
 * current task.
 */
#include "model.h"
#include "unit.h"

#define HELD_COUNTS 4
static const unsigned int held_counts[HELD_COUNTS] = { 0, 1, KMAP_SLOTS / 2, KMAP_SLOTS };

/* Tasks 0 and 2 hold @first and @second mappings, and take turns. */
static void switch_with(unsigned int first, unsigned int second)
{
	model_hold(first);
	model_switch(&fake_tasks[2]);
	model_hold(second);
	model_check();
	for (unsigned int turn = 0; turn < 2; turn++) {
		model_switch(&fake_tasks[0]);
		model_check();
		model_switch(&fake_tasks[2]);
		model_check();
	}
	model_switch(&fake_tasks[0]);
	model_finish();
}

static void switch_with_all_counts(enum fake_switch_order order, bool speculative)
{
	for (unsigned int nr = 0; nr < HELD_COUNTS * HELD_COUNTS; nr++) {
		fake_order = order;
		fake_speculative = speculative;
		switch_with(held_counts[nr / HELD_COUNTS], held_counts[nr % HELD_COUNTS]);
	}
}

static void B2_current_changes_between_the_halves(void **state)
{
	(void)state;
	switch_with_all_counts(FAKE_CURRENT_BETWEEN, false);
	switch_with_all_counts(FAKE_CURRENT_BETWEEN, true);
}

static void B20_current_changes_before_the_halves(void **state)
{
	(void)state;
	switch_with_all_counts(FAKE_CURRENT_FIRST, false);
	switch_with_all_counts(FAKE_CURRENT_FIRST, true);
}

static void B20_current_changes_after_the_halves(void **state)
{
	(void)state;
	switch_with_all_counts(FAKE_CURRENT_LAST, false);
	switch_with_all_counts(FAKE_CURRENT_LAST, true);
}

/*
 * The address of a task that does not run faults, even if it was in the TLB. Where KMAP_WINDOW
 * is task, it stays mapped, and no other task gets that address: see test_arrive.c.
 */
static void B20_another_task_never_sees_the_mapping(void **state)
{
	const void *address;

	(void)state;
	if (KMAP_WINDOW_TASK)
		return;
	fake_speculative = true;
	address = model_map();
	model_switch(&fake_tasks[2]);
	assert_int_equal(fake_translate(address), FAKE_FAULT);
	assert_ptr_equal(model_map(), address);
	model_unmap_all();
	assert_int_equal(fake_translate(address), FAKE_FAULT);
	model_switch(&fake_tasks[0]);
	model_finish();
}

/* An idle CPU: interrupts over a task without mappings. */
static void interrupts_over(struct fake_task *idle)
{
	model_switch(idle);
	model_interrupt(1);
	model_interrupt(KMAP_SLOTS);
	model_interrupt_range();
	model_check();
}

static void B20_interrupts_map_over_a_task_between_two_others(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < 2 * FAKE_ORDERS; nr++) {
		fake_order = (enum fake_switch_order)(nr % FAKE_ORDERS);
		fake_speculative = nr / FAKE_ORDERS;
		model_hold(KMAP_SLOTS);
		interrupts_over(&fake_tasks[2]);
		model_switch(&fake_tasks[3]);
		model_hold(KMAP_SLOTS / 2);
		interrupts_over(&fake_tasks[2]);
		model_switch(&fake_tasks[0]);
		model_finish();
	}
}

/* The saved value of a free slot is the architecture's empty PTE. */
static void B4_free_slots_save_the_empty_pte(void **state)
{
	const struct kmap_pte none = kmap_arch_pte_none();

	(void)state;
	model_hold(KMAP_SLOTS);
	model_unmap_all();
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		struct kmap_pte saved = fake_tasks[0].kmap.pteval[nr];
		struct kmap_pte fresh = fake_tasks[2].kmap.pteval[nr];

		assert_true(kmap_arch_pte_is_none(saved));
		assert_memory_equal(&fresh, &none, sizeof(none));
	}
}

/* The invalidations of a switch from task 0, with @held mappings, to task 2, with @other. */
static unsigned long switch_invalidates(unsigned int held, unsigned int other)
{
	unsigned long before;

	model_hold(held);
	model_switch(&fake_tasks[2]);
	model_hold(other);
	model_switch(&fake_tasks[0]);
	fake_set_hook = NULL;
	before = fake_invalidations;
	model_switch(&fake_tasks[2]);
	before = fake_invalidations - before;
	model_switch(&fake_tasks[0]);
	model_finish();
	return before;
}

static void switch_costs_one_local_invalidation_for_each_slot_that_leaves(void **state)
{
	(void)state;
	for (unsigned int held = 0; held <= KMAP_SLOTS; held++)
		assert_int_equal(switch_invalidates(held, KMAP_SLOTS - held),
				 KMAP_WINDOW_TASK ? 0 : held << KMAP_GUARD);
}

/*
 * A switch of tasks without mappings has only the four steps of the fake scheduler. Where
 * KMAP_WINDOW is task, it asks where it is, too, and once more for the task that is new.
 */
static void switch_of_tasks_without_mappings_does_nothing(void **state)
{
	(void)state;
	fake_switch(&fake_tasks[2]);
	fake_switch(&fake_tasks[0]);
	assert_int_equal(fake_steps, KMAP_WINDOW_TASK ? 11 : 8);
	assert_int_equal(fake_invalidations, 0);
}

/* A task that holds nothing moves, and gets a slot of its new CPU. */
static void B3_task_moves_between_mappings_not_during_one(void **state)
{
	struct fake_task *task = &fake_tasks[0];

	(void)state;
	model_map();
	assert_int_equal(task->pins, MODEL_PINS(1));
	model_unmap_all();
	assert_int_equal(task->pins, 0);
	fake_switch(&fake_tasks[2]);
	fake_execute_on(FAKE_OTHER_CPU);
	model_switch(task);
	assert_int_equal(kmap_where(model_map()).window, fake_window_number());
	model_finish();
	fake_execute_on(0);
}

/* Two CPUs use the same slots at the same time; one switches, the other keeps its TLB. */
static void B7_switch_leaves_the_other_cpu_alone(void **state)
{
	(void)state;
	if (FAKE_OTHER_CPU == 0)
		return;
	model_hold(KMAP_SLOTS);
	fake_execute_on(FAKE_OTHER_CPU);
	model_hold(KMAP_SLOTS);
	fake_execute_on(0);
	model_switch(&fake_tasks[2]);
	fake_execute_on(FAKE_OTHER_CPU);
	for (unsigned int nr = 0; nr < KMAP_SLOTS; nr++)
		assert_true(fake_tlb_holds(FAKE_OTHER_CPU,
					   (uintptr_t)model_current()->hold[nr].address));
	model_check();
	model_finish();
	fake_execute_on(0);
	model_finish();
}

/* A random number generator with a fixed seed. */
static unsigned int random_below(unsigned int limit)
{
	static uint64_t seed = 20201103;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned int)(seed >> 33) % limit;
}

static void random_switch(void)
{
	unsigned int number = random_below(FAKE_TASKS);
	struct fake_task *next = &fake_tasks[number];

	fake_order = (enum fake_switch_order)random_below(FAKE_ORDERS);
	if (fake_cpus[next->cpu].current == next || (next->cpu != fake_cpu_number && next->pins))
		return;
	model_switch(next);
}

static void random_unmap(unsigned int nr)
{
	model_unmap(nr, random_below(model_current()->hold[nr].pages * KMAP_PAGE_SIZE));
}

static void random_operation(void)
{
	const struct model_task *task = model_current();

	switch (random_below(8)) {
	case 0:
		random_switch();
		return;
	case 1:
		model_interrupt(random_below(KMAP_SLOTS + 1));
		return;
	case 2:
		fake_execute_on(fake_cpu_number ? 0 : FAKE_OTHER_CPU);
		return;
	case 3:
		if (task->count)
			random_unmap(random_below(task->count));
		return;
	case 4:
		if (model_room())
			model_map_range(1 + random_below(model_room()));
		return;
	case 5:
		model_interrupt_range();
		return;
	default:
		if (model_free())
			model_map();
	}
}

/* Map, unmap, switch, migrate and interrupt at random on two CPUs, compared with the model. */
static void B21_random_operations_agree_with_the_model(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < 50000; nr++) {
		fake_speculative = nr / 100 % 2;
		random_operation();
		model_check();
	}
	model_finish();
	fake_execute_on(fake_cpu_number ? 0 : FAKE_OTHER_CPU);
	model_finish();
	fake_execute_on(0);
}

UNIT_MAIN(UNIT_TEST(B2_current_changes_between_the_halves),
	  UNIT_TEST(B20_current_changes_before_the_halves),
	  UNIT_TEST(B20_current_changes_after_the_halves),
	  UNIT_TEST(B20_another_task_never_sees_the_mapping),
	  UNIT_TEST(B20_interrupts_map_over_a_task_between_two_others),
	  UNIT_TEST(B4_free_slots_save_the_empty_pte),
	  UNIT_TEST(switch_costs_one_local_invalidation_for_each_slot_that_leaves),
	  UNIT_TEST(switch_of_tasks_without_mappings_does_nothing),
	  UNIT_TEST(B3_task_moves_between_mappings_not_during_one),
	  UNIT_TEST(B7_switch_leaves_the_other_cpu_alone),
	  UNIT_TEST(B21_random_operations_agree_with_the_model))
