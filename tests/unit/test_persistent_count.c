/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The count of a slot of the persistent window: the maximum number of users, and the
 * generation in the bits above.
 */
#include "persistent_model.h"
#include "reports.h"
#include "unit.h"

/* Add users until only @more can be added. */
static void leave_room_for_users(const kmap_page_t *page, uint32_t more)
{
	kmap_persistent_table[page->kmap_word - 1].count +=
		KMAP_PERSISTENT_COUNT_MASK - persistent_count(page) - more;
}

/* Remove users until one is left. */
static void leave_one_user(const kmap_page_t *page)
{
	kmap_persistent_table[page->kmap_word - 1].count -= persistent_count(page) - 2;
}

static void as_many_users_as_can_be_counted(void **state)
{
	kmap_page_t *page = persistent_page(0);
	const void *address = persistent_map(page);
	uint32_t generation =
		kmap_persistent_table[page->kmap_word - 1].count & ~KMAP_PERSISTENT_COUNT_MASK;

	(void)state;
	leave_room_for_users(page, 1);
	assert_ptr_equal(kmap_try(page), address);
	assert_int_equal(persistent_count(page), KMAP_PERSISTENT_COUNT_MASK);
	for (unsigned int nr = 0; nr < 2; nr++) {
		assert_null(kmap_try(page));
		assert_null(kmap_high_get(page));
	}
	assert_int_equal(kmap_persistent_table[page->kmap_word - 1].count,
			 generation | KMAP_PERSISTENT_COUNT_MASK);
	assert_int_equal(fake_persistent_valid_ptes(), 1);
	kunmap(page);
	assert_ptr_equal(kmap_high_get(page), address);
	leave_one_user(page);
	kunmap(page);
}

/* The free is reported; the users keep the mapping and unmap it as usual. */
static void page_is_freed_with_all_the_users_it_can_have(void **state)
{
	kmap_page_t *page = persistent_page(0);
	const void *address = persistent_map(page);
	struct kmap_persistent_slot before;

	(void)state;
	leave_room_for_users(page, 0);
	before = kmap_persistent_table[page->kmap_word - 1];
	kmap_persistent_forget(page);
	assert_report(KMAP_BUG_FREED_MAPPED, KMAP_NO_SLOT, (uintptr_t)page);
	assert_int_equal(kmap_persistent_table[page->kmap_word - 1].count, before.count);
	assert_ptr_equal(kmap_persistent_to_page(address), page);
	leave_one_user(page);
	kunmap(page);
	kmap_persistent_forget(page);
	assert_int_equal(fake_report_count, 0);
	fake_persistent_reset();
}

/* One of the users, on another CPU, unmaps the page. */
static bool sleep_until_a_user_goes(bool interruptible)
{
	assert_false(interruptible);
	fake_execute_on(FAKE_OTHER_CPU);
	kunmap(persistent_page(0));
	fake_execute_on(0);
	assert_true(fake_persistent_woken);
	return false;
}

/* No slot becomes unused, but a task that waits to become a user is woken by an unmap. */
static void one_user_too_many_sleeps_until_another_goes(void **state)
{
	const void *address = persistent_map(persistent_page(0));

	(void)state;
	leave_room_for_users(persistent_page(0), 0);
	fake_persistent_sleep = sleep_until_a_user_goes;
	assert_ptr_equal(kmap(persistent_page(0)), address);
	assert_int_equal(fake_persistent_wakes, 1);
	leave_one_user(persistent_page(0));
	kunmap(persistent_page(0));
}

/* A swap with the count that was loaded for the old page must fail. */
static void another_page_in_a_slot_gives_it_another_count(void **state)
{
	uint32_t seen;

	(void)state;
	persistent_map(persistent_page(0));
	kunmap(persistent_page(0));
	seen = kmap_persistent_table[persistent_page(0)->kmap_word - 1].count;
	persistent_fill(1);
	persistent_empty(1);
	assert_int_equal(seen & KMAP_PERSISTENT_COUNT_MASK,
			 kmap_persistent_table[0].count & KMAP_PERSISTENT_COUNT_MASK);
	assert_int_not_equal(seen, kmap_persistent_table[0].count);
}

/* The generation wraps to the first one, and the number of users is not changed. */
static void generations_wrap(void **state)
{
	kmap_page_t *page = persistent_page(0);

	(void)state;
	kmap_persistent_table[0].count = ~KMAP_PERSISTENT_COUNT_MASK;
	persistent_map(page);
	assert_int_equal(persistent_count(page), 2);
	kunmap(page);
	kmap_flush_unused();
	assert_int_equal(kmap_persistent_table[0].count, 0);
	persistent_map(page);
	assert_int_equal(persistent_count(page), 2);
	kunmap(page);
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(as_many_users_as_can_be_counted),
	  PERSISTENT_TEST(page_is_freed_with_all_the_users_it_can_have),
	  PERSISTENT_TEST(one_user_too_many_sleeps_until_another_goes),
	  PERSISTENT_TEST(generations_wrap),
	  PERSISTENT_TEST(another_page_in_a_slot_gives_it_another_count))
