/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse of persistent mappings: one report of the right kind, nothing changed.
 */
#include "persistent_model.h"
#include "reports.h"
#include "unit.h"

static void assert_persistent_report(enum kmap_bug bug, const kmap_page_t *page)
{
	assert_report(bug, KMAP_NO_SLOT, (uintptr_t)page);
	persistent_check();
}

static void B24_unmap_of_what_is_not_mapped(void **state)
{
	kmap_page_t *page = persistent_page(0), *null = NULL;

	(void)state;
	kunmap(page);
	assert_persistent_report(KMAP_BUG_NOT_PERSISTENT, page);
	persistent_map(page);
	kunmap(page);
	kunmap(page);
	assert_persistent_report(KMAP_BUG_NOT_PERSISTENT, page);
	assert_int_equal(persistent_count(page), 1);
	kunmap(null);
	assert_persistent_report(KMAP_BUG_NOT_PERSISTENT, NULL);
	assert_null(kmap(null));
	assert_persistent_report(KMAP_BUG_NO_PAGE, NULL);
	assert_null(kmap_try(null));
	assert_persistent_report(KMAP_BUG_NO_PAGE, NULL);
	assert_null(kmap_high_get(null));
	assert_int_equal(fake_report_count, 0);
}

static void B24_page_is_freed_while_mapped(void **state)
{
	kmap_page_t *page = persistent_page(0);

	(void)state;
	persistent_map(page);
	kmap_persistent_forget(page);
	assert_persistent_report(KMAP_BUG_FREED_MAPPED, page);
	kunmap(page);
	assert_persistent_report(KMAP_BUG_NOT_PERSISTENT, page);
	assert_null(kmap_high_get(page));
	/* The slot is lost; reset it for the next test. */
	fake_persistent_reset();
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(B24_unmap_of_what_is_not_mapped),
	  PERSISTENT_TEST(B24_page_is_freed_while_mapped))
