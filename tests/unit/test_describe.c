/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap_describe() and kmap_held_next(), with and without debug mode.
 */
#include "model.h"
#include "unit.h"

#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

static struct kmap_description describe(const void *address)
{
	return kmap_describe(&fake_tasks[0].kmap, fake_window_nr(0), address);
}

static void assert_describes(const void *at, enum kmap_state state, const void *address,
			     unsigned int pages)
{
	struct kmap_description description = describe(at);

	assert_int_equal(description.state, state);
	assert_int_equal(description.address, (uintptr_t)address);
	assert_int_equal(description.slot, kmap_where(address).slot);
	assert_int_equal(description.pages, pages);
}

/* Check the first and last bytes of all pages of a mapping, and of its guard. */
static void assert_described(const char *address, unsigned int pages)
{
	for (unsigned int page = 0; page < pages; page++) {
		const char *at = address + page * KMAP_PAGE_SIZE;

		assert_describes(at, KMAP_STATE_HELD, address, pages);
		assert_describes(at + KMAP_PAGE_SIZE - 1, KMAP_STATE_HELD, address, pages);
	}
	if (!KMAP_GUARD)
		return;
	address += pages * KMAP_PAGE_SIZE;
	assert_describes(address, KMAP_STATE_OVERRUN, address - pages * KMAP_PAGE_SIZE, pages);
	assert_describes(address + KMAP_PAGE_SIZE - 1, KMAP_STATE_OVERRUN,
			 address - pages * KMAP_PAGE_SIZE, pages);
}

static void every_byte_of_what_is_held_is_described(void **state)
{
	const struct model_task *task = model_current();

	(void)state;
	model_hold(KMAP_SLOTS - FEW);
	model_map_range(FEW);
	for (unsigned int nr = 0; nr < task->count; nr++)
		assert_described(task->hold[nr].address, task->hold[nr].pages);
	/* The same for a task that does not run. */
	model_switch(&fake_tasks[2]);
	for (unsigned int nr = 0; nr < model_tasks[0].count; nr++)
		assert_described(model_tasks[0].hold[nr].address, model_tasks[0].hold[nr].pages);
	model_switch(&fake_tasks[0]);
	model_unmap_all();
}

static void the_guard_of_every_mapping_faults(void **state)
{
	const struct model_task *task = model_current();

	(void)state;
	if (!KMAP_GUARD)
		return;
	model_hold(KMAP_SLOTS - FEW);
	model_map_range(FEW);
	for (unsigned int nr = 0; nr < task->count; nr++) {
		const char *guard = (const char *)task->hold[nr].address +
				    task->hold[nr].pages * KMAP_PAGE_SIZE;

		assert_int_equal(fake_translate(guard), FAKE_FAULT);
		assert_int_equal(kmap_local_len(guard), 0);
		assert_null(kmap_to_page(guard));
	}
	model_switch(&fake_tasks[2]);
	model_switch(&fake_tasks[0]);
	model_check();
	model_unmap_all();
}

static void a_guard_does_not_unmap_its_mapping(void **state)
{
	const char *address;

	(void)state;
	if (!KMAP_GUARD)
		return;
	address = model_map_range(FEW);
	kunmap_local(address + FEW * KMAP_PAGE_SIZE);
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_GUARD);
	assert_int_equal(fake_reports[0].slot, kmap_where(address).slot + FEW);
	fake_report_count = 0;
	model_check();
	model_unmap_all();
}

static void what_nobody_ever_held_is_free(void **state)
{
	(void)state;
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++) {
		const void *address = (void *)kmap_window_slot_address(fake_window_number(), slot);

		assert_describes(address, KMAP_STATE_FREE, address, 1);
	}
}

static void other_windows_are_outside(void **state)
{
	(void)state;
	model_map();
	assert_int_equal(describe(NULL).state, KMAP_STATE_OUTSIDE);
	assert_int_equal(describe((void *)(kmap_window_start() - 1)).state, KMAP_STATE_OUTSIDE);
	assert_int_equal(
		describe((void *)kmap_window_slot_address(fake_window_number() + 1, 0)).state,
		KMAP_WINDOW_PRIVATE ? KMAP_STATE_HELD : KMAP_STATE_OUTSIDE);
	assert_int_equal(describe(kmap_host_direct_address(1)).state, KMAP_STATE_OUTSIDE);
	model_unmap_all();
}

/* Walk through the mappings of task 0; there must be @expected, in ascending order of slots. */
static void assert_walk(unsigned int expected)
{
	struct kmap_description description;
	unsigned int slot = 0, found = 0, end = 0;

	while (kmap_held_next(&fake_tasks[0].kmap, fake_window_nr(0), &slot, &description)) {
		assert_true(description.slot >= end);
		assert_described((const char *)description.address, description.pages);
		end = description.slot + description.pages;
		assert_true(slot >= end);
		found++;
	}
	assert_int_equal(found, expected);
}

static void all_that_is_held_is_walked_through(void **state)
{
	(void)state;
	assert_walk(0);
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_hold(count);
		assert_walk(count);
	}
	/* With holes, and mappings of several pages next to single ones and to each other. */
	while (model_current()->count > 1)
		model_unmap(model_current()->count / 2, 0);
	while (model_room() > 1)
		model_map_range(2);
	while (model_free())
		model_map();
	assert_walk(model_current()->count);
	assert_walk(kmap_held(&fake_current()->kmap));
	model_unmap_all();
}

UNIT_MAIN(UNIT_TEST(every_byte_of_what_is_held_is_described),
	  UNIT_TEST(the_guard_of_every_mapping_faults),
	  UNIT_TEST(a_guard_does_not_unmap_its_mapping), UNIT_TEST(what_nobody_ever_held_is_free),
	  UNIT_TEST(other_windows_are_outside), UNIT_TEST(all_that_is_held_is_walked_through))
