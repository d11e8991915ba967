/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Windows of the tasks: a task that comes to another CPU invalidates there what its window
 * has ever shown, whichever task had it.
 */
#include <string.h>

#include "fake/fake_tables.h"
#include "inject.h"
#include "reports.h"
#include "unit.h"

#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)
#define SLOTS_BELOW(end) ((uint32_t)(((uint64_t)1 << (end)) - 1))
/* The slots of the highest mapping of @pages, without its guard. */
#define HIGHEST(pages)                                                                             \
	(SLOTS_BELOW(KMAP_WINDOW_SLOTS - KMAP_GUARD) &                                             \
	 ~SLOTS_BELOW(KMAP_WINDOW_SLOTS - KMAP_GUARD - (pages)))

static uint32_t touched(void)
{
	return fake_tasks[0].window.touched;
}

/* Task 0 goes from its CPU to @cpu. Others take its place, tasks 1 and 2 the same one each time. */
static void move_to(unsigned int cpu)
{
	model_switch(&fake_tasks[fake_cpu_number == 0 ? 2 : 1]);
	fake_execute_on(cpu);
	model_switch(&fake_tasks[0]);
}

/* The invalidations of such a move; the other tasks have mapped nothing. */
static unsigned long move_invalidates(unsigned int cpu)
{
	unsigned long before = fake_invalidations;

	move_to(cpu);
	return fake_invalidations - before;
}

/* Show pages in some slots at either end, and keep one of them. */
static void touch_some(void)
{
	model_hold(FEW);
	model_map_range(2);
	model_unmap_all();
	model_hold(1);
}

static void a_move_invalidates_every_touched_slot_and_no_other(void **state)
{
	(void)state;
	touch_some();
	for (unsigned int nr = 0; nr < 4; nr++) {
		fake_speculative = nr / 2;
		assert_int_equal(move_invalidates(nr % 2 ? 0 : FAKE_OTHER_CPU),
				 kmap_mask_count(touched()));
		model_check();
	}
	model_unmap_all();
}

/* Each of them by itself: the TLB of the CPU that is reached had all of them. */
static void a_move_leaves_no_translation_of_a_free_slot(void **state)
{
	(void)state;
	fake_speculative = true;
	model_hold(KMAP_SLOTS);
	model_unmap_all();
	for (unsigned int nr = 0; nr < KMAP_SLOTS; nr++)
		assert_true(fake_tlb_holds(
			FAKE_OTHER_CPU,
			kmap_window_slot_address(fake_window_number(), nr << KMAP_GUARD)));
	move_to(FAKE_OTHER_CPU);
	model_check();
	model_hold(KMAP_SLOTS);
	model_check();
	model_unmap_all();
	move_to(0);
}

static void what_other_tasks_have_in_the_tlb_stays(void **state)
{
	const void *address;

	(void)state;
	fake_speculative = true;
	fake_execute_on(FAKE_OTHER_CPU);
	address = model_map();
	fake_execute_on(0);
	touch_some();
	move_to(FAKE_OTHER_CPU);
	assert_true(fake_tlb_holds(FAKE_OTHER_CPU, (uintptr_t)address));
	assert_true(fake_tlb_holds(0, (uintptr_t)address));
	model_unmap_all();
	move_to(0);
	fake_execute_on(FAKE_OTHER_CPU);
	model_unmap_all();
	fake_execute_on(0);
}

/* In all orders of the halves: the CPU is the same as before, whoever ran there meanwhile. */
static void a_task_that_comes_back_invalidates_nothing(void **state)
{
	(void)state;
	touch_some();
	for (unsigned int order = 0; order < FAKE_ORDERS; order++) {
		unsigned long before = fake_invalidations;

		fake_order = (enum fake_switch_order)order;
		model_switch(&fake_tasks[2]);
		model_interrupt(FEW);
		before += FEW;
		model_switch(&fake_tasks[0]);
		assert_int_equal(fake_invalidations, before);
		model_check();
	}
	model_unmap_all();
}

/* The window, and the CPU where it is, are those of the task that comes, not of the one that leaves. */
static void a_move_is_the_same_in_all_orders_of_the_halves(void **state)
{
	(void)state;
	fake_speculative = true;
	for (unsigned int order = 0; order < 2 * FAKE_ORDERS; order++) {
		fake_order = (enum fake_switch_order)(order / 2);
		model_hold(KMAP_SLOTS - order % 2);
		move_to(order % 2 ? 0 : FAKE_OTHER_CPU);
		model_check();
	}
	model_unmap_all();
}

/* The calls for hosts that know that something is held, and for those that want no inline code. */
static void the_other_halves_arrive_as_well(void **state)
{
	struct fake_task *task = &fake_tasks[0];
	unsigned long before;

	(void)state;
	touch_some();
	kmap_switch_out_held(&task->kmap);
	kmap_switch_out_call(&task->kmap);
	task->kmap.cpu = FAKE_OTHER_CPU;
	before = fake_invalidations;
	kmap_switch_in_held(&task->kmap);
	assert_int_equal(fake_invalidations - before, kmap_mask_count(touched()));
	task->kmap.cpu = FAKE_OTHER_CPU;
	kmap_switch_in_call(&task->kmap);
	assert_int_equal(fake_invalidations - before, 2 * kmap_mask_count(touched()));
	assert_int_equal(task->kmap.cpu, 0);
	model_check();
	model_unmap_all();
}

/* In debug mode, too, a task may come from another CPU with what it holds. */
static void debug_mode_does_not_refuse_a_move(void **state)
{
	(void)state;
	touch_some();
	move_to(FAKE_OTHER_CPU);
	if (KMAP_DEBUG)
		assert_true(kmap_debug_may_switch_in(&fake_tasks[0].kmap));
	model_check();
	model_unmap_all();
	move_to(0);
}

/* The mapping stays where it is while other tasks run, on this CPU and on another. */
static void a_switch_moves_nothing(void **state)
{
	const void *address = model_map(), *other;
	unsigned long pfn = model_current()->hold[0].pfn[0];

	(void)state;
	model_switch(&fake_tasks[2]);
	assert_int_equal(fake_translate(address), pfn);
	other = model_map();
	assert_ptr_not_equal(other, address);
	assert_int_equal(kmap_where(other).window, FAKE_WINDOW_OF(2));
	model_unmap_all();
	assert_int_equal(fake_translate(address), pfn);
	model_switch(&fake_tasks[0]);
	model_unmap_all();
}

/* The current task ends, whatever it holds. */
static void end(void)
{
	kmap_exit();
	model_current()->count = 0;
	fake_report_count = 0;
}

/* It ends, and another one gets its window. */
static void renew(void)
{
	end();
	kmap_ctrl_init(&fake_current()->kmap);
}

/* Task 0 on CPU @from has all slots, and ends; the next one with its window is made on CPU @to. */
static void inherit(unsigned int from, unsigned int to, bool leak)
{
	struct fake_task *task = &fake_tasks[0];

	if (from != fake_cpu_number)
		move_to(from);
	model_hold(KMAP_SLOTS);
	if (!leak)
		model_unmap_all();
	end();
	model_switch(&fake_tasks[from == 0 ? 2 : 1]);
	fake_execute_on(to);
	kmap_ctrl_init(&task->kmap);
	model_switch(task);
	model_check();
	model_hold(KMAP_SLOTS);
	model_check();
	model_unmap_all();
}

static void a_new_task_in_a_used_window_arrives_at_its_first_cpu(void **state)
{
	(void)state;
	fake_speculative = true;
	for (unsigned int nr = 0; nr < 8; nr++)
		inherit(nr & 1 ? FAKE_OTHER_CPU : 0, nr & 2 ? FAKE_OTHER_CPU : 0, nr & 4);
	if (fake_cpu_number)
		move_to(0);
}

static void what_was_touched_outlives_the_task(void **state)
{
	uint32_t before;

	(void)state;
	touch_some();
	before = touched();
	assert_int_not_equal(before, 0);
	for (unsigned int nr = 0; nr < 2; nr++) {
		renew();
		assert_int_equal(touched(), before);
		assert_int_equal(move_invalidates(nr ? 0 : FAKE_OTHER_CPU),
				 kmap_mask_count(before));
	}
}

/* Before it runs, a new task is on no CPU, even if the window was never used. */
static void a_new_task_is_nowhere(void **state)
{
	struct kmap_ctrl *ctrl = &fake_tasks[3].kmap;

	(void)state;
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		assert_int_not_equal(ctrl->cpu, cpu);
	model_switch(&fake_tasks[3]);
	assert_int_equal(ctrl->cpu, 0);
	kmap_ctrl_init(ctrl);
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		assert_int_not_equal(ctrl->cpu, cpu);
	kmap_switch_in(ctrl);
	model_switch(&fake_tasks[0]);
}

/* The copy of a task maps in its own window, also while the other one holds mappings. */
static void a_copy_has_its_own_window(void **state)
{
	struct fake_task *child = &fake_tasks[3];

	(void)state;
	touch_some();
	child->kmap = fake_current()->kmap;
	kmap_fork(&child->kmap);
	assert_report_held(KMAP_BUG_HELD_AT_FORK, 1 | KMAP_GUARD << 1, 0);
	assert_ptr_equal(child->kmap.pteval, child->window.ptes);
	assert_int_not_equal(child->kmap.cpu, 0);
	model_switch(child);
	model_hold(FEW);
	assert_int_equal(kmap_where(model_current()->hold[0].address).window, FAKE_WINDOW_OF(3));
	model_check();
	model_unmap_all();
	model_switch(&fake_tasks[0]);
	model_check();
	model_unmap_all();
}

/* The slots that show pages, at any step. */
static uint32_t shown;

static void observe_shown(void)
{
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		if (!kmap_arch_pte_is_none(fake_tasks[0].window.ptes[nr]))
			shown |= (uint32_t)1 << nr;
}

static void map_and_unmap(void)
{
	model_map();
	model_unmap(model_current()->count - 1, 0);
}

static void map_and_unmap_several(void)
{
	model_map_range(2);
	model_unmap(model_current()->count - 1, 0);
}

static void map_more(void)
{
	model_map();
	model_map_range(2);
}

/* Two slots show page after page. */
static void replace(void)
{
	kmap_page_t *const last = &fake_pages[FAKE_FRAMES - 1];
	kmap_page_t *const to[] = { last, last - 1, last - 2 };
	kmap_page_t *const from[] = { last - 3, last - 4, last - 5 };

	if (kmap_copy_pages(to, from, 3) != 3)
		fake_fail("not all pages were copied");
	for (unsigned int nr = 0; nr < 3; nr++)
		if (to[nr]->content != from[nr]->content)
			fake_fail("page %u was not copied", nr);
}

/* Each of them begins with slots that were never touched. */
static void (*const operations[])(void) = { map_and_unmap, map_and_unmap_several, map_more,
					    replace };
#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))

/* Task 0, in a fresh window, does @operate with @action at a step; false if there is no such step. */
static bool operate_with(void (*operate)(void), inject_action action, unsigned int at)
{
	struct fake_plan plan = { .at = at, .action = action };

	model_reset();
	fake_speculative = true;
	shown = 0;
	fake_observer = observe_shown;
	fake_arm(&plan);
	operate();
	fake_disarm();
	return plan.fired;
}

/* What was shown is touched, and no more; a guard of a mapping may be. */
static void assert_touched_is_what_was_shown(void)
{
	assert_int_equal(shown & ~touched(), 0);
	if (!KMAP_GUARD)
		assert_int_equal(touched(), shown);
}

/* Every slot shows another page, on one CPU and the other. */
static void use_all_on_all_cpus(void)
{
	for (unsigned int nr = 0; nr < 3; nr++) {
		model_unmap_all();
		model_hold(KMAP_SLOTS);
		move_to(fake_cpu_number ? 0 : FAKE_OTHER_CPU);
		model_check();
	}
	model_unmap_all();
	model_check();
}

static void touched_is_exact_with_anything_at_any_step(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < OPERATIONS * INJECT_ACTIONS; nr++) {
		unsigned int at = 0;

		while (operate_with(operations[nr % OPERATIONS], inject_actions[nr / OPERATIONS],
				    at++)) {
			assert_touched_is_what_was_shown();
			use_all_on_all_cpus();
			model_switch(&fake_tasks[2]);
			model_unmap_all();
			model_switch(&fake_tasks[0]);
		}
		model_unmap_all();
	}
}

/* The task moves, and moves back some steps later. */
static void a_task_moves_to_and_fro_at_any_two_steps(void **state)
{
	struct fake_plan back = { .action = inject_migrate };
	struct fake_plan plan = { .action = inject_migrate, .then = &back, .fired = true };

	(void)state;
	for (unsigned int nr = 0; nr < OPERATIONS * 4; nr++) {
		back.at = nr / OPERATIONS;
		plan.fired = true;
		for (plan.at = 0; plan.fired; plan.at++) {
			model_reset();
			fake_speculative = true;
			fake_arm(&plan);
			operations[nr % OPERATIONS]();
			fake_disarm();
			model_check();
			use_all_on_all_cpus();
		}
	}
}

/*
 * A slot that was never touched does not go the fast path, even if as many slots have been
 * in use: those of several pages are at the other end.
 */
static void single_mappings_after(unsigned int pages)
{
	model_map_range(pages);
	model_unmap_all();
	assert_int_equal(touched() & HIGHEST(pages), HIGHEST(pages));
	if (pages < KMAP_SLOTS)
		assert_int_equal(fake_tasks[0].window.counters.mask_max, 0);
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		uint32_t slot = (uint32_t)1 << ((count - 1) << KMAP_GUARD);

		model_hold(count);
		assert_int_equal(touched() & slot, slot);
		model_check();
	}
	model_unmap_all();
	if (!KMAP_GUARD)
		assert_int_equal(fake_tasks[0].window.counters.mask_max, KMAP_USED_ALL);
}

static void the_fast_path_takes_touched_slots_only(void **state)
{
	(void)state;
	for (unsigned int pages = 2; pages <= KMAP_SLOTS; pages++) {
		model_reset();
		single_mappings_after(pages);
	}
}

/* The largest mask for the fast path has the lowest slots that were touched, and no others. */
static void the_largest_mask_is_what_was_touched_from_slot_0_on(void **state)
{
	const struct kmap_counters *counters = &fake_tasks[0].window.counters;

	(void)state;
	if (KMAP_GUARD)
		return;
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_hold(count);
		assert_int_equal(counters->mask_max, SLOTS_BELOW(count));
		assert_int_equal(touched(), SLOTS_BELOW(count));
		assert_int_equal(counters->depth_max, KMAP_STATS ? count : 0);
	}
	model_unmap_all();
}

/* The window counts what is done in it, on whichever CPU, and what arrivals invalidate. */
static void counts_go_to_the_window_of_the_task(void **state)
{
	struct kmap_stat own, other;
	uint32_t arrivals;

	(void)state;
	touch_some();
	arrivals = kmap_mask_count(touched());
	move_to(FAKE_OTHER_CPU);
	model_map();
	model_unmap_all();
	kmap_stat_read(&fake_tasks[0].window, &own);
	assert_int_equal(own.maps, KMAP_STATS ? FEW + 3 : 0);
	assert_int_equal(own.unmaps, own.maps);
	assert_int_equal(own.restores, 0);
	assert_int_equal(own.local_invalidations, KMAP_STATS ? own.unmaps + 1 + arrivals : 0);
	for (unsigned int number = 1; number < FAKE_TASKS; number++) {
		kmap_stat_read(&fake_tasks[number].window, &other);
		assert_int_equal(other.maps + other.unmaps + other.local_invalidations, 0);
	}
	move_to(0);
}

/* They outlive the task, as the window does. */
static void counts_are_those_of_all_tasks_that_had_the_window(void **state)
{
	struct kmap_stat stat;

	(void)state;
	for (unsigned int nr = 1; nr <= 3; nr++) {
		model_hold(FEW);
		model_unmap_all();
		renew();
		kmap_switch_in(&fake_tasks[0].kmap);
		kmap_stat_read(&fake_tasks[0].window, &stat);
		assert_int_equal(stat.maps, KMAP_STATS ? nr * FEW : 0);
		assert_int_equal(stat.unmaps, stat.maps);
	}
}

/* CPU and window are told apart: task 0 on another CPU, and a slot of task 2. */
static void a_report_names_the_cpu_and_the_window(void **state)
{
	const uintptr_t own = kmap_window_slot_address(FAKE_WINDOW_OF(0), 0);
	const uintptr_t others = kmap_window_slot_address(FAKE_WINDOW_OF(2), 1);

	(void)state;
	move_to(FAKE_OTHER_CPU);
	kunmap_local((void *)own);
	assert_int_equal(fake_reports[0].cpu, FAKE_OTHER_CPU);
	assert_int_equal(fake_reports[0].window, FAKE_WINDOW_OF(0));
	assert_report(KMAP_BUG_NOT_MAPPED, 0, own);
	kunmap_local((void *)others);
	assert_int_equal(fake_reports[0].cpu, FAKE_OTHER_CPU);
	assert_int_equal(fake_reports[0].window, FAKE_WINDOW_OF(2));
	assert_report(KMAP_BUG_OTHER_TASK, 1, others);
	kunmap_local((void *)NULL);
	assert_int_equal(fake_reports[0].cpu, FAKE_OTHER_CPU);
	assert_int_equal(fake_reports[0].window, FAKE_WINDOW_OF(0));
	assert_report(KMAP_BUG_NOT_A_WINDOW, KMAP_NO_SLOT, 0);
	move_to(0);
}

/* It is the other task's all the while: what it holds there stays. */
static void an_unmap_in_the_window_of_another_task_is_refused(void **state)
{
	uintptr_t address;

	(void)state;
	model_hold(FEW);
	model_switch(&fake_tasks[2]);
	model_hold(FEW);
	for (unsigned int nr = 0; nr < FEW; nr++) {
		address = (uintptr_t)model_tasks[0].hold[nr].address;
		kunmap_local((void *)address);
		assert_int_equal(fake_reports[0].window, FAKE_WINDOW_OF(0));
		assert_report(KMAP_BUG_OTHER_TASK, nr << KMAP_GUARD, address);
		assert_null(kmap_to_page((void *)address));
		assert_int_equal(kmap_local_len((void *)address), 0);
		model_check();
	}
	model_unmap_all();
	model_switch(&fake_tasks[0]);
	model_check();
	model_unmap_all();
}

/* A page table ends in the middle of the window: wherever that is, the structure stays as it was. */
static void a_window_whose_ptes_are_scattered_is_refused(void **state)
{
	const unsigned int number = FAKE_WINDOW_OF(1);
	struct kmap_window window, before;

	(void)state;
	memset(&before, 0x5a, sizeof(before));
	for (unsigned int first = 1; first < KMAP_WINDOW_SLOTS; first++) {
		window = before;
		fake_tables_skew = KMAP_WINDOW_SLOTS - first;
		kmap_window_init(&window, number);
		assert_memory_equal(&window, &before, sizeof(before));
		assert_int_equal(fake_reports[0].window, FAKE_WINDOW_OF(0));
		assert_report(KMAP_BUG_SCATTERED, KMAP_NO_SLOT,
			      kmap_window_slot_address(number, first));
	}
	fake_tables_skew = FAKE_TABLE_SKEW;
}

/* Set-up, once more, of a window in which nothing is mapped: it is as new. */
static void set_up_again_leaves_nothing(void **state)
{
	struct kmap_window *window = &fake_tasks[2].window;

	(void)state;
	window->ptes[0] = kmap_arch_pte_make(model_fresh_pfn(), KMAP_PROT_DEFAULT);
	window->base = 0;
	fake_setting_up = true;
	kmap_window_init(window, FAKE_WINDOW_OF(2));
	fake_setting_up = false;
	assert_int_equal(fake_valid_ptes(), 0);
	assert_int_equal(window->touched, 0);
	assert_int_equal(window->number, FAKE_WINDOW_OF(2));
	assert_int_equal(window->base, kmap_window_slot_address(FAKE_WINDOW_OF(2), 0));
	assert_ptr_equal(window->ptes, fake_window_pte(window->base));
	model_switch(&fake_tasks[2]);
	model_hold(KMAP_SLOTS);
	model_check();
	model_unmap_all();
	model_switch(&fake_tasks[0]);
}

/*
 * In debug mode what is held stays when its window is set up again. So what was touched stays
 * so, too: another CPU may still have what the window showed before.
 */
static void set_up_again_keeps_what_is_held(void **state)
{
	struct kmap_window *window = &fake_tasks[0].window;
	uint32_t before;

	(void)state;
	if (!KMAP_DEBUG)
		return;
	fake_speculative = true;
	touch_some();
	before = touched();
	kmap_window_init(window, window->number);
	assert_report(KMAP_BUG_CPU_HELD, 0, (uintptr_t)model_current()->hold[0].address);
	assert_int_equal(touched(), before);
	move_to(FAKE_OTHER_CPU);
	model_check();
	model_hold(KMAP_SLOTS);
	model_check();
	model_unmap_all();
	move_to(0);
}

UNIT_MAIN(UNIT_TEST(a_move_invalidates_every_touched_slot_and_no_other),
	  UNIT_TEST(a_move_leaves_no_translation_of_a_free_slot),
	  UNIT_TEST(what_other_tasks_have_in_the_tlb_stays),
	  UNIT_TEST(a_task_that_comes_back_invalidates_nothing),
	  UNIT_TEST(a_move_is_the_same_in_all_orders_of_the_halves),
	  UNIT_TEST(the_other_halves_arrive_as_well), UNIT_TEST(debug_mode_does_not_refuse_a_move),
	  UNIT_TEST(a_switch_moves_nothing),
	  UNIT_TEST(a_new_task_in_a_used_window_arrives_at_its_first_cpu),
	  UNIT_TEST(what_was_touched_outlives_the_task), UNIT_TEST(a_new_task_is_nowhere),
	  UNIT_TEST(a_copy_has_its_own_window),
	  UNIT_TEST(touched_is_exact_with_anything_at_any_step),
	  UNIT_TEST(a_task_moves_to_and_fro_at_any_two_steps),
	  UNIT_TEST(the_fast_path_takes_touched_slots_only),
	  UNIT_TEST(the_largest_mask_is_what_was_touched_from_slot_0_on),
	  UNIT_TEST(counts_go_to_the_window_of_the_task),
	  UNIT_TEST(counts_are_those_of_all_tasks_that_had_the_window),
	  UNIT_TEST(a_report_names_the_cpu_and_the_window),
	  UNIT_TEST(an_unmap_in_the_window_of_another_task_is_refused),
	  UNIT_TEST(a_window_whose_ptes_are_scattered_is_refused),
	  UNIT_TEST(set_up_again_leaves_nothing), UNIT_TEST(set_up_again_keeps_what_is_held))
