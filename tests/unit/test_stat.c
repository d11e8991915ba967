/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The counters: exact for every workload, also with interrupts and switches.
 */
#include "inject.h"
#include "unit.h"

#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)
/* Slots that single mappings take, and those of one mapping of several pages. */
#define SINGLES(count) ((count) << KMAP_GUARD)
#define SLOTS_OF(pages) ((pages) + KMAP_GUARD)

static struct kmap_stat stat_of(unsigned int cpu)
{
	struct kmap_stat stat;

	kmap_stat_read(fake_window(cpu), &stat);
	return stat;
}

/* Without counters all of them stay zero. */
static void assert_count(uint32_t value, uint32_t expected)
{
	assert_int_equal(value, KMAP_STATS ? expected : 0);
}

static void every_map_and_unmap_counts_once_of_one_page_or_several(void **state)
{
	struct kmap_stat stat;

	(void)state;
	fake_set_hook = NULL;
	model_hold(KMAP_SLOTS - FEW);
	model_map_range(FEW);
	stat = stat_of(0);
	assert_count(stat.maps, KMAP_SLOTS - FEW + 1);
	assert_count(stat.unmaps, 0);
	assert_count(stat.local_invalidations, 0);
	model_unmap_all();
	stat = stat_of(0);
	assert_count(stat.maps, KMAP_SLOTS - FEW + 1);
	assert_count(stat.unmaps, KMAP_SLOTS - FEW + 1);
	/* One for each page, as the fake machine counted. */
	assert_count(stat.local_invalidations, KMAP_SLOTS);
	assert_count(stat.local_invalidations, (uint32_t)fake_invalidations);
	assert_count(stat.restores, 0);
}

static void switches_count_slots(void **state)
{
	uint32_t slots = KMAP_WINDOW_TASK ? 0 : SINGLES(KMAP_SLOTS - FEW) + SLOTS_OF(FEW);
	struct kmap_stat stat;

	(void)state;
	fake_set_hook = NULL;
	model_hold(KMAP_SLOTS - FEW);
	model_map_range(FEW);
	model_switch(&fake_tasks[2]);
	assert_count(stat_of(0).restores, 0);
	model_switch(&fake_tasks[0]);
	stat = stat_of(0);
	assert_count(stat.restores, slots);
	assert_count(stat.local_invalidations, slots);
	assert_count(stat.local_invalidations, (uint32_t)fake_invalidations);
	assert_count(stat.maps, KMAP_SLOTS - FEW + 1);
	model_unmap_all();
}

static void what_is_refused_does_not_count(void **state)
{
	(void)state;
	model_hold(KMAP_SLOTS);
	fake_set_hook = NULL;
	assert_null(kmap_local_pfn(model_fresh_pfn()));
	assert_null(kmap_local_range(FAKE_DIRECT_FRAMES, KMAP_SLOTS + 1));
	assert_null(kmap_local_try_pfn(model_fresh_pfn()));
	kunmap_local((void *)NULL);
	fake_report_count = 0;
	if (!FAKE_SET_MAPS)
		assert_count(stat_of(0).maps, KMAP_SLOTS);
	assert_count(stat_of(0).unmaps, stat_of(0).maps - KMAP_SLOTS);
	assert_count(stat_of(0).depth_max, KMAP_WINDOW_SLOTS);
	model_unmap_all();
}

static void depth_follows_every_new_mapping_and_never_falls(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_map();
		assert_count(stat_of(0).depth_max, SINGLES(count));
	}
	model_unmap_all();
	model_map();
	assert_count(stat_of(0).depth_max, KMAP_WINDOW_SLOTS);
	model_unmap_all();
}

static void depth_counts_the_slots_of_several_pages(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	for (unsigned int pages = 1; pages <= KMAP_SLOTS; pages++) {
		model_map_range(pages);
		assert_count(stat_of(0).depth_max, SLOTS_OF(pages));
		model_unmap_all();
	}
}

static void depth_counts_handlers_on_top_of_the_task(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	if (KMAP_SLOTS < 3)
		return;
	model_hold(1);
	model_interrupt(2);
	assert_count(stat_of(0).depth_max, SINGLES(3));
	model_unmap_all();
}

/* Each CPU has its own counters. */
static void another_cpu_counts_for_itself(void **state)
{
	(void)state;
	if (FAKE_OTHER_CPU == 0)
		return;
	fake_set_hook = NULL;
	fake_execute_on(FAKE_OTHER_CPU);
	model_map();
	model_unmap_all();
	fake_execute_on(0);
	assert_count(stat_of(0).maps, 0);
	assert_count(stat_of(FAKE_OTHER_CPU).maps, 1);
	assert_count(stat_of(FAKE_OTHER_CPU).unmaps, 1);
	assert_count(stat_of(FAKE_OTHER_CPU).depth_max, SINGLES(1));
}

static unsigned int deepest;

/* Record the maximum depth at any step. */
static void observe_depth(void)
{
	unsigned int depth = 0;

	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		depth += fake_current()->kmap.used >> slot & 1;
	if (depth > deepest)
		deepest = depth;
}

/* An interrupt at each step of a map of several pages; then single mappings set the depth. */
static void depth_is_exact_after_an_interrupt_at_any_step_of_several_pages(void **state)
{
	struct fake_plan plan = { .action = inject_interrupt, .fired = true };

	(void)state;
	for (plan.at = 0; plan.fired; plan.at++) {
		model_reset();
		fake_set_hook = NULL;
		deepest = 0;
		fake_observer = observe_depth;
		fake_arm(&plan);
		model_map_range(KMAP_SLOTS < 2 ? 1 : 2);
		model_unmap(0, 0);
		fake_disarm();
		for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
			model_hold(count);
			assert_count(stat_of(0).depth_max, deepest);
		}
		model_unmap_all();
	}
}

/* A random number generator with a fixed seed. */
static unsigned int random_below(unsigned int limit)
{
	static uint64_t seed = 51101;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned int)(seed >> 33) % limit;
}

static void random_operation(void)
{
	const struct model_task *task = model_current();

	switch (random_below(5)) {
	case 0:
		if (model_room())
			model_map_range(1 + random_below(model_room()));
		return;
	case 1:
		model_interrupt(random_below(2));
		return;
	case 2:
		if (model_free())
			model_map();
		return;
	default:
		if (task->count)
			model_unmap(random_below(task->count), 0);
	}
}

/* For any sequence of operations the depth is the maximum so far. */
static void depth_is_exact_for_random_operations(void **state)
{
	(void)state;
	for (unsigned int turn = 0; turn < 300; turn++) {
		model_reset();
		deepest = 0;
		fake_observer = observe_depth;
		for (unsigned int nr = 0; nr < 30; nr++) {
			random_operation();
			assert_count(stat_of(0).depth_max, deepest);
		}
		model_unmap_all();
	}
}

UNIT_MAIN(UNIT_TEST(every_map_and_unmap_counts_once_of_one_page_or_several),
	  UNIT_TEST(switches_count_slots), UNIT_TEST(what_is_refused_does_not_count),
	  UNIT_TEST(depth_follows_every_new_mapping_and_never_falls),
	  UNIT_TEST(depth_counts_the_slots_of_several_pages),
	  UNIT_TEST(depth_counts_handlers_on_top_of_the_task),
	  UNIT_TEST(another_cpu_counts_for_itself),
	  UNIT_TEST(depth_is_exact_after_an_interrupt_at_any_step_of_several_pages),
	  UNIT_TEST(depth_is_exact_for_random_operations))
