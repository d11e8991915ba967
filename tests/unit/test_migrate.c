/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows that are private to a CPU, or a task's own: a task that holds mappings goes to
 * another CPU, and finds them there. test_steps.c moves it between any two steps.
 */
#include "inject.h"
#include "unit.h"

#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

/* CPU 0 runs task 2 next, and CPU @cpu task 0. */
static void move_to(unsigned int cpu)
{
	model_switch(&fake_tasks[2]);
	fake_execute_on(cpu);
	model_switch(&fake_tasks[0]);
}

/* Back to the state after a reset; task 0 is current, on @cpu, and holds nothing. */
static void move_back_from(unsigned int cpu)
{
	fake_execute_on(cpu);
	if (cpu != 0)
		model_switch(&fake_tasks[1]);
	fake_execute_on(0);
	if (fake_current() != &fake_tasks[0])
		model_switch(&fake_tasks[0]);
	model_check();
}

/* No slot of the executing CPU has a PTE or a translation. */
static void assert_clean(void)
{
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++) {
		uintptr_t address = kmap_window_slot_address(fake_window_number(), nr);

		assert_true(kmap_arch_pte_is_none(*fake_window_pte(address)));
		assert_false(fake_tlb_holds(fake_cpu_number, address));
	}
}

/* The same addresses show the same frames on every CPU, and nothing is left on the last one. */
static void a_task_takes_its_mappings_along(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < 2 * KMAP_SLOTS; nr++) {
		fake_speculative = nr % 2;
		model_hold(nr / 2 + 1 - FEW / 2);
		if (model_room() > 1)
			model_map_range(2);
		move_to(FAKE_OTHER_CPU);
		model_check();
		fake_execute_on(0);
		if (FAKE_OTHER_CPU != 0 && KMAP_WINDOW_PRIVATE)
			assert_clean();
		fake_execute_on(FAKE_OTHER_CPU);
		model_unmap_all();
		model_check();
		move_back_from(FAKE_OTHER_CPU);
	}
}

/* The task whose CPU it takes has mappings in the same slots, and finds them again. */
static void two_tasks_meet_on_a_cpu(void **state)
{
	(void)state;
	if (FAKE_OTHER_CPU == 0)
		return;
	for (unsigned int nr = 0; nr < 4; nr++) {
		fake_speculative = nr % 2;
		fake_execute_on(FAKE_OTHER_CPU);
		model_hold(nr < 2 ? KMAP_SLOTS : FEW);
		fake_execute_on(0);
		model_hold(nr < 2 ? FEW : KMAP_SLOTS);
		move_to(FAKE_OTHER_CPU);
		model_interrupt(1);
		model_check();
		model_switch(&fake_tasks[1]);
		model_check();
		model_switch(&fake_tasks[0]);
		model_finish();
		move_back_from(FAKE_OTHER_CPU);
	}
}

/* A task made all its mappings on one CPU, and makes and gives back others on the next. */
static void mappings_of_several_cpus_lie_side_by_side(void **state)
{
	(void)state;
	for (unsigned int cpu = 1; cpu < KMAP_CPUS_MAX; cpu++) {
		struct fake_task *resident = fake_cpus[cpu].current;

		fake_cpus[cpu].current = resident ? resident : &fake_tasks[3];
		if (model_free())
			model_map();
		model_switch(&fake_tasks[2]);
		fake_execute_on(cpu);
		model_switch(&fake_tasks[0]);
		if (model_current()->count > FEW)
			model_unmap(cpu % FEW, 0);
		model_check();
		/* Task 2 stays behind; the next CPU must not run it as well. */
		fake_execute_on(cpu - 1);
		fake_this_cpu()->current = NULL;
		fake_tasks[2].cpu = cpu;
		fake_execute_on(cpu);
	}
	model_unmap_all();
	assert_clean();
	fake_host_place();
}

/* What was counted in all windows together. */
static struct kmap_stat sum(void)
{
	struct kmap_stat all = { .maps = 0 }, one;

	for (unsigned int nr = 0; nr < FAKE_WINDOWS; nr++) {
		kmap_stat_read(fake_window_nr(nr), &one);
		all.maps += one.maps;
		all.unmaps += one.unmaps;
		all.restores += one.restores;
		all.local_invalidations += one.local_invalidations;
	}
	return all;
}

/* A count goes to the CPU where the task is, or to the task, so that none is lost. */
static void counts_add_up_when_the_task_moves_at_any_step(void **state)
{
	struct fake_plan plan = { .action = inject_migrate, .fired = true };

	(void)state;
	for (plan.at = 0; plan.fired; plan.at++) {
		struct kmap_stat before = sum(), after;
		unsigned long invalidations = fake_invalidations;

		inject_run(&inject_map_cases[1], &plan, false);
		after = sum();
		assert_int_equal(after.maps - before.maps, after.unmaps - before.unmaps);
		assert_int_equal(after.local_invalidations - before.local_invalidations,
				 KMAP_STATS ? fake_invalidations - invalidations : 0);
	}
}

/* The number of the CPU that is told, when a task on the other CPU unmaps what it does not hold. */
static void reports_name_the_cpu_where_the_task_is(void **state)
{
	const void *address = model_map();

	(void)state;
	move_to(FAKE_OTHER_CPU);
	model_unmap_all();
	kunmap_local(address);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_NOT_MAPPED);
	assert_int_equal(fake_reports[0].cpu, FAKE_OTHER_CPU);
	assert_int_equal(fake_reports[0].slot, 0);
	assert_int_equal(fake_reports[0].window, fake_window_number());
	assert_int_equal(kmap_where(address).window, fake_window_number());
	fake_report_count = 0;
	move_back_from(FAKE_OTHER_CPU);
}

/* It is never told that the slot is another one's, wherever it is moved meanwhile. */
static void a_wrong_unmap_is_told_the_same_when_it_moves_at_any_step(void **state)
{
	struct fake_plan plan = { .action = inject_migrate, .fired = true };
	const void *address = (const void *)kmap_window_slot_address(fake_window_number(), 0);

	(void)state;
	for (plan.at = 0; plan.fired; plan.at++) {
		fake_host_place();
		fake_arm(&plan);
		kunmap_local(address);
		fake_disarm();
		assert_int_equal(fake_report_count, 1);
		assert_int_equal(fake_reports[0].bug, KMAP_BUG_NOT_MAPPED);
		fake_report_count = 0;
	}
	fake_host_place();
}

static unsigned int moved_at;

/* Count the times that a task with mappings moves in the middle of something. */
static void migrate_and_count(void)
{
	unsigned int before = fake_cpu_number;

	inject_migrate();
	if (fake_cpu_number != before && model_tasks[0].count)
		moved_at++;
}

/* Check that migration is tried while mappings are held: at every step that is not in a switch. */
static void the_task_moves_with_mappings_at_many_steps(void **state)
{
	(void)state;
	moved_at = 0;
	inject_at_every_step(&inject_map_cases[KMAP_SLOTS > 2 ? 4 : 3], migrate_and_count, true);
	assert_true(FAKE_OTHER_CPU == 0 || KMAP_SLOTS < 3 || moved_at > (KMAP_WINDOW_TASK ? 2 : 4));
}

UNIT_MAIN(UNIT_TEST(a_task_takes_its_mappings_along), UNIT_TEST(two_tasks_meet_on_a_cpu),
	  UNIT_TEST(mappings_of_several_cpus_lie_side_by_side),
	  UNIT_TEST(counts_add_up_when_the_task_moves_at_any_step),
	  UNIT_TEST(reports_name_the_cpu_where_the_task_is),
	  UNIT_TEST(a_wrong_unmap_is_told_the_same_when_it_moves_at_any_step),
	  UNIT_TEST(the_task_moves_with_mappings_at_many_steps))
