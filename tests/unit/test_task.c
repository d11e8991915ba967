/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Fork, checks for mappings held, and exit of a task.
 */
#include <string.h>

#include "model.h"
#include "reports.h"
#include "unit.h"

#define SOME (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

/* Remove the current task's mappings from the model: kmap took them down. */
static void forget(void)
{
	model_current()->count = 0;
}

static void assert_holds_nothing(const struct kmap_ctrl *ctrl)
{
	const struct kmap_pte none = kmap_arch_pte_none();

	assert_int_equal(ctrl->used, 0);
	assert_int_equal(ctrl->joined, 0);
	assert_int_equal(ctrl->single_end, KMAP_WINDOW_SLOTS);
	assert_int_equal(ctrl->atomic, 0);
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		assert_memory_equal(&ctrl->pteval[nr], &none, sizeof(none));
}

static void B4_new_task_holds_nothing(void **state)
{
	struct kmap_ctrl *ctrl = &fake_tasks[3].kmap;

	(void)state;
	memset(ctrl, 0x5a, sizeof(*ctrl));
	kmap_ctrl_init(ctrl);
	assert_holds_nothing(ctrl);
}

static void held_counts_the_mappings(void **state)
{
	(void)state;
	for (unsigned int count = 0; count <= KMAP_SLOTS; count++) {
		model_hold(count);
		assert_int_equal(kmap_held(&fake_current()->kmap), count);
	}
	model_unmap_all();
}

static void B16_fork_without_mappings_is_silent(void **state)
{
	struct kmap_ctrl *child = &fake_tasks[3].kmap;

	(void)state;
	*child = fake_current()->kmap;
	memset(&child->pteval, 0x5a, sizeof(child->pteval));
	kmap_fork(child);
	assert_holds_nothing(child);
	assert_int_equal(fake_report_count, 0);
}

/* The copy has no mappings; the original keeps its own. */
static void B16_fork_with_mappings(void **state)
{
	struct kmap_ctrl *child = &fake_tasks[3].kmap;

	(void)state;
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_hold(count);
		*child = fake_current()->kmap;
		kmap_fork(child);
		assert_holds_nothing(child);
		assert_report_held(KMAP_BUG_HELD_AT_FORK, fake_current()->kmap.used, 0);
		model_check();
	}
	model_unmap_all();
}

static void exit_without_mappings_is_silent(void **state)
{
	(void)state;
	model_map();
	model_unmap_all();
	fake_steps = 0;
	kmap_exit();
	assert_int_equal(fake_steps, 0);
	assert_int_equal(fake_report_count, 0);
}

/* Slots are clean for the next task, and mappings of other tasks stay. */
static void B16_exit_with_mappings(void **state)
{
	uint32_t used;

	(void)state;
	model_hold(KMAP_SLOTS);
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_switch(&fake_tasks[2]);
		model_hold(count);
		/* Unmap slot 0 unless it is the only one, so that the lowest slot varies. */
		if (count > 1)
			model_unmap(0, 0);
		used = fake_current()->kmap.used;
		kmap_exit();
		forget();
		assert_report_held(KMAP_BUG_HELD_AT_EXIT, used, count > 1 ? 1 << KMAP_GUARD : 0);
		assert_int_equal(fake_used_at_report, 0);
		assert_int_equal(fake_pins_at_report, MODEL_PINS(1));
		assert_int_equal(fake_current()->pins, 0);
		model_check();
		model_switch(&fake_tasks[0]);
		model_check();
	}
	model_unmap_all();
}

static void B16_mappings_at_rest(void **state)
{
	(void)state;
	kmap_assert_none();
	assert_int_equal(fake_report_count, 0);
	model_hold(SOME);
	kmap_assert_none();
	assert_report_held(KMAP_BUG_HELD_AT_REST, fake_current()->kmap.used, 0);
	/* Only reported, not taken down. */
	model_check();
	model_unmap_all();
	kmap_assert_none();
}

/* One pin is released for each mapping, however many slots it has. */
static void B16_exit_with_mappings_of_several_pages(void **state)
{
	const unsigned int few = KMAP_SLOTS < 3 ? KMAP_SLOTS : 3;
	uint32_t used;

	(void)state;
	model_hold(KMAP_SLOTS - few);
	model_map_range(few);
	used = fake_current()->kmap.used;
	kmap_exit();
	forget();
	assert_report_held(KMAP_BUG_HELD_AT_EXIT, used, (uint32_t)__builtin_ctz(used));
	assert_int_equal(fake_current()->pins, 0);
	model_check();
}

UNIT_MAIN(UNIT_TEST(B4_new_task_holds_nothing), UNIT_TEST(held_counts_the_mappings),
	  UNIT_TEST(B16_fork_without_mappings_is_silent), UNIT_TEST(B16_fork_with_mappings),
	  UNIT_TEST(exit_without_mappings_is_silent), UNIT_TEST(B16_exit_with_mappings),
	  UNIT_TEST(B16_mappings_at_rest), UNIT_TEST(B16_exit_with_mappings_of_several_pages))
