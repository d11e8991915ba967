/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An architecture that must not see a page under two addresses: a page that is
 * in the persistent window is not mapped a second time (bug B10).
 */
#include "persistent_model.h"
#include "unit.h"

static void B10_local_map_takes_the_persistent_address(void **state)
{
	kmap_page_t *page = persistent_page(0);
	char *shared = persistent_map(page), *first, *second, *third;

	(void)state;
	first = kmap_local_page(page);
	second = kmap_atomic(page);
	third = kmap_local_try_page(page);
	assert_ptr_equal(third, shared);
	kunmap_local(third);
	assert_ptr_equal(first, shared);
	assert_ptr_equal(second, shared);
	assert_int_equal(kmap_host_ctrl()->used, 0);
	assert_int_equal(persistent_count(page), 4);
	assert_ptr_equal(kmap_to_page(first), page);
	kunmap_local(first + KMAP_PAGE_SIZE - 1);
	assert_int_equal(persistent_count(page), 3);
	kunmap_atomic(second);
	assert_int_equal(persistent_count(page), 2);
	kunmap(page);
	kmap_flush_unused();
}

static void B10_other_pages_and_attributes_get_slots(void **state)
{
	kmap_page_t *page = persistent_page(0), *other = persistent_page(1);
	char *shared = persistent_map(page), *local = kmap_local_page(other);
	char *read_only = kmap_local_page_prot(page, KMAP_PROT_READ_ONLY);

	(void)state;
	assert_true(local != shared && read_only != shared);
	assert_int_equal(kmap_held(kmap_host_ctrl()), 2);
	kunmap_local(local);
	kunmap_local(read_only);
	assert_int_equal(persistent_count(page), 2);
	kunmap(page);
	kmap_flush_unused();
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(B10_local_map_takes_the_persistent_address),
	  PERSISTENT_TEST(B10_other_pages_and_attributes_get_slots))
