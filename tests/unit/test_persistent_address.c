/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Lookups of addresses in the persistent window; and pages whose word names a slot that
 * another page has taken.
 */
#include "persistent_model.h"
#include "unit.h"

static void addresses_of_the_persistent_window_are_temporary(void **state)
{
	const uintptr_t end = kmap_host_persistent_base() + KMAP_PERSISTENT_SIZE;

	(void)state;
	assert_true(kmap_address_is_temporary((void *)kmap_host_persistent_base()));
	assert_true(kmap_address_is_temporary((void *)(end - 1)));
	assert_false(kmap_address_is_temporary((void *)end));
	assert_false(kmap_address_is_temporary((void *)(kmap_host_persistent_base() - 1)));
}

static void length_goes_to_the_end_of_the_page_while_it_is_mapped(void **state)
{
	kmap_page_t *page = persistent_page(0);
	const char *address = persistent_map(page);

	(void)state;
	assert_int_equal(kmap_local_len(address), KMAP_PAGE_SIZE);
	assert_int_equal(kmap_local_len(address + KMAP_PAGE_SIZE - 1), 1);
	assert_ptr_equal(kmap_to_page(address + 5), page);
	kunmap(page);
	assert_int_equal(kmap_local_len(address), 0);
	assert_null(kmap_to_page(address));
}

/* On the other CPU: the unused page is taken down, and another page takes its slot. */
static void slot_gets_another_page(void)
{
	fake_execute_on(FAKE_OTHER_CPU);
	kmap_flush_unused();
	for (unsigned int nr = 1; nr <= KMAP_PERSISTENT_PAGES; nr++)
		assert_non_null(kmap_try(persistent_page(nr)));
	fake_execute_on(0);
}

/* That happens at any step of a surplus kunmap(): the other page keeps its users. */
static void unmap_too_many_leaves_the_slot_s_next_page_alone(void **state)
{
	struct fake_plan plan = { .action = slot_gets_another_page };
	kmap_page_t *page = persistent_page(0);

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		fake_persistent_reset();
		persistent_map(page);
		kunmap(page);
		fake_arm(&plan);
		kunmap(page);
		fake_disarm();
		assert_int_equal(fake_report_count, 1);
		assert_int_equal(fake_reports[0].bug, KMAP_BUG_NOT_PERSISTENT);
		fake_report_count = 0;
		for (unsigned int nr = 1; plan.fired && nr <= KMAP_PERSISTENT_PAGES; nr++)
			kunmap(persistent_page(nr));
		assert_int_equal(fake_report_count, 0);
	}
	/* At least the loads of the word and of the count. */
	assert_in_range(plan.at, 3, UINT_MAX);
}

static void unmap_elsewhere(void)
{
	fake_execute_on(FAKE_OTHER_CPU);
	kunmap(persistent_page(0));
	fake_execute_on(0);
}

/* Two CPUs unmap a page with one user too few: one gets a report, and the mapping stays. */
static void unmap_too_many_at_the_same_time(void **state)
{
	struct fake_plan plan = { .action = unmap_elsewhere };
	kmap_page_t *page = persistent_page(0);

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		fake_persistent_reset();
		persistent_map(page);
		fake_arm(&plan);
		kunmap(page);
		fake_disarm();
		assert_int_equal(persistent_count(page), 1);
		assert_int_equal(fake_report_count, plan.fired);
		fake_report_count = 0;
		persistent_check();
	}
	assert_in_range(plan.at, 4, UINT_MAX);
}

static void forget_elsewhere(void)
{
	fake_execute_on(FAKE_OTHER_CPU);
	kmap_persistent_forget(persistent_page(0));
	fake_execute_on(0);
}

/*
 * A page is freed between any two steps of a lookup of it: either the lookup finds it, and
 * the free is reported, or it finds nothing.
 */
static void page_goes_while_somebody_looks_for_it(void **state)
{
	struct fake_plan plan = { .action = forget_elsewhere };
	kmap_page_t *page = persistent_page(0);
	bool found;

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		fake_persistent_reset();
		persistent_map(page);
		kunmap(page);
		fake_arm(&plan);
		found = kmap_high_get(page) != NULL;
		fake_disarm();
		if (plan.fired)
			assert_int_equal(fake_report_count, found);
		fake_report_count = 0;
		/* A lookup that found it is still a user of the slot, although the page is gone. */
		assert_int_equal(kmap_persistent_table[0].count & KMAP_PERSISTENT_COUNT_MASK,
				 1 + found);
	}
	fake_persistent_reset();
	assert_in_range(plan.at, 3, UINT_MAX);
}

static bool looked_in;

/* A lookup that has incremented the count, and is interrupted before it checks the page again. */
static void look_in_elsewhere(void)
{
	looked_in = kmap_persistent_table[0].count & KMAP_PERSISTENT_COUNT_MASK;
	kmap_persistent_table[0].count += looked_in;
}

/* At any step of the free, both the free and the lookup undo their changes of the count. */
static void page_goes_while_somebody_turns_away(void **state)
{
	struct fake_plan plan = { .action = look_in_elsewhere };
	kmap_page_t *page = persistent_page(0);

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		fake_persistent_reset();
		persistent_map(page);
		kunmap(page);
		looked_in = false;
		fake_arm(&plan);
		kmap_persistent_forget(page);
		fake_disarm();
		assert_int_equal(looked_in, plan.fired);
		if (looked_in)
			kmap_persistent_put(&kmap_persistent_table[0]);
		assert_int_equal(kmap_persistent_table[0].count & KMAP_PERSISTENT_COUNT_MASK, 1);
		assert_in_range(fake_report_count, 0, plan.fired);
		fake_report_count = 0;
		persistent_check();
	}
	assert_in_range(plan.at, 6, UINT_MAX);
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(addresses_of_the_persistent_window_are_temporary),
	  PERSISTENT_TEST(length_goes_to_the_end_of_the_page_while_it_is_mapped),
	  PERSISTENT_TEST(unmap_too_many_leaves_the_slot_s_next_page_alone),
	  PERSISTENT_TEST(unmap_too_many_at_the_same_time),
	  PERSISTENT_TEST(page_goes_while_somebody_looks_for_it),
	  PERSISTENT_TEST(page_goes_while_somebody_turns_away))
