/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse of I/O mappings is refused with a report, and changes nothing.
 */
#include "io_range.h"

static void what_is_no_range_is_refused(void **state)
{
	static const struct {
		uint64_t base, size;
	} wrong[] = {
		{ BASE, 0 },
		{ BASE + 1, PAGE },
		{ BASE, PAGE - 1 },
		{ BASE, 1 },
		{ BASE + PAGE / 2, PAGE + PAGE / 2 },
	};
	struct io_mapping untouched = { 1, 2, 3, 4 };

	(void)state;
	for (unsigned int nr = 0; nr < sizeof(wrong) / sizeof(wrong[0]); nr++) {
		assert_null(io_mapping_create_wc(&untouched, wrong[nr].base, wrong[nr].size));
		assert_reported(KMAP_BUG_IO_RANGE, wrong[nr].base);
		assert_int_equal(untouched.first_pfn, 1);
		assert_int_equal(untouched.held, 4);
	}
}

/* A range up to the last physical address: no sum wraps. */
static void the_highest_range_is_one(void **state)
{
	struct io_mapping highest;

	(void)state;
	assert_non_null(io_mapping_create_wc(&highest, UINT64_MAX - PAGE + 1, PAGE));
	assert_null(io_mapping_map_local_wc(&highest, PAGE));
	assert_reported(KMAP_BUG_IO_RANGE, PAGE);
	assert_null(io_mapping_map_wc(&highest, PAGE - 1, 2));
	assert_reported(KMAP_BUG_IO_RANGE, PAGE - 1);
}

static void local_offset_out_of_range(void **state)
{
	static const uint64_t wrong[] = { SIZE, SIZE + 1, 1ull << 32, 1ull << 44, UINT64_MAX };

	(void)state;
	range_make();
	model_hold(KMAP_SLOTS);
	for (unsigned int nr = 0; nr < sizeof(wrong) / sizeof(wrong[0]); nr++) {
		assert_null(io_mapping_map_local_wc(&range, wrong[nr]));
		assert_reported(KMAP_BUG_IO_RANGE, wrong[nr]);
		model_check();
	}
	assert_null(io_mapping_map_local_wc(&range, 5));
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
	fake_report_count = 0;
	model_unmap_all();
}

static void part_out_of_range(void **state)
{
	static const struct {
		uint64_t offset, size;
	} wrong[] = {
		{ 0, 0 },
		{ SIZE - 1, 0 },
		{ 0, SIZE + 1 },
		{ 1, SIZE },
		{ SIZE - 1, 2 },
		{ SIZE, 1 },
		{ UINT64_MAX, 1 },
		{ UINT64_MAX, 2 },
		{ 2, UINT64_MAX },
		{ PAGE, -PAGE + 1 },
		{ -PAGE, 2 * PAGE },
		{ UINT64_MAX, UINT64_MAX },
	};
	const char *witness;

	(void)state;
	range_make();
	witness = map_single(3);
	for (unsigned int nr = 0; nr < sizeof(wrong) / sizeof(wrong[0]); nr++) {
		assert_null(io_mapping_map_wc(&range, wrong[nr].offset, wrong[nr].size));
		assert_reported(KMAP_BUG_IO_RANGE, wrong[nr].offset);
		assert_int_equal(fake_translate(witness), FAKE_DEVICE_PFN + 3);
		assert_int_equal(fake_io_valid_ptes(), 1);
		assert_int_equal(range.held, 1);
	}
	io_mapping_unmap(witness);
	assert_clean();
}

static void more_pages_than_the_window(void **state)
{
	(void)state;
	range_make();
	assert_null(io_mapping_map_wc(&range, 0, KMAP_IO_PAGES * PAGE + 1));
	assert_reported(KMAP_BUG_IO_FULL, 0);
	assert_null(io_mapping_map_wc(&range, 1, KMAP_IO_PAGES * PAGE));
	assert_reported(KMAP_BUG_IO_FULL, 1);
	assert_null(io_mapping_map_wc(&range, 0, SIZE));
	assert_reported(KMAP_BUG_IO_FULL, 0);
	assert_clean();
}

/* Addresses without a mapping are refused; another mapping stays. */
static void unmap_of_what_is_not_there(void **state)
{
	const char *address;
	const uintptr_t wrong[] = {
		0,
		1,
		UINTPTR_MAX,
		FAKE_IO_BASE - 1,
		FAKE_IO_BASE + PAGE,
		FAKE_IO_BASE + KMAP_IO_SIZE,
		FAKE_IO_BASE + KMAP_IO_SIZE + PAGE,
		FAKE_DIRECT_BASE,
		kmap_window_start(),
	};

	(void)state;
	range_make();
	address = map_single(4);
	for (unsigned int nr = 0; nr < sizeof(wrong) / sizeof(wrong[0]); nr++) {
		io_mapping_unmap((const void *)wrong[nr]);
		assert_reported(KMAP_BUG_IO_NOT_MAPPED, wrong[nr]);
		assert_int_equal(fake_translate(address), FAKE_DEVICE_PFN + 4);
		assert_int_equal(range.held, 1);
	}
	io_mapping_unmap(address);
	io_mapping_unmap(address);
	assert_reported(KMAP_BUG_IO_NOT_MAPPED, (uintptr_t)address);
	assert_int_equal(fake_io_flushes, 1);
	assert_clean();
}

/* A local mapping is not unmapped as a long-lived one, nor the reverse. */
static void each_kind_has_its_unmap(void **state)
{
	const char *local, *shared;

	(void)state;
	range_make();
	local = io_mapping_map_local_wc(&range, 0);
	shared = map_single(1);
	io_mapping_unmap(local);
	assert_reported(KMAP_BUG_IO_NOT_MAPPED, (uintptr_t)local);
	io_mapping_unmap_local(shared);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	assert_int_equal(fake_translate(local), FAKE_DEVICE_PFN);
	assert_int_equal(fake_translate(shared), FAKE_DEVICE_PFN + 1);
	io_mapping_unmap_local(local);
	io_mapping_unmap(shared);
	assert_clean();
}

/* Mappings of a freed range stay valid, and can be unmapped. */
static void freed_while_mapped(void **state)
{
	struct io_mapping other;
	const char *held, *others;

	(void)state;
	if (KMAP_IO_PAGES < 3)
		return;
	range_make();
	assert_non_null(io_mapping_create_wc(&other, BASE, SIZE));
	others = io_mapping_map_wc(&other, PAGE, PAGE);
	held = map_single(7);
	io_mapping_free(&range);
	assert_reported(KMAP_BUG_IO_HELD, 0);
	assert_int_equal(other.held, 1);
	assert_int_equal(fake_translate(held), FAKE_DEVICE_PFN + 7);
	assert_int_equal(kmap_io_to_pfn(held), FAKE_DEVICE_PFN + 7);
	assert_null(io_mapping_map_local_wc(&range, 0));
	assert_reported(KMAP_BUG_IO_RANGE, 0);
	assert_null(io_mapping_map_wc(&range, 0, 1));
	assert_reported(KMAP_BUG_IO_RANGE, 0);
	/* The range's memory belongs to the caller again: the core must not read it. */
	range = (struct io_mapping){ 1, 2, 3, 44 };
	io_mapping_unmap(held);
	assert_int_equal(range.held, 44);
	assert_int_equal(fake_translate(others), FAKE_DEVICE_PFN + 1);
	io_mapping_unmap(others);
	assert_int_equal(other.held, 0);
	io_mapping_free(&other);
	range.held = 0;
	assert_clean();
}

static void free_of_what_is_not_mapped(void **state)
{
	(void)state;
	range_make();
	io_mapping_unmap(map_single(0));
	io_mapping_free(&range);
	assert_int_equal(fake_report_count, 0);
	assert_clean();
}

UNIT_MAIN(UNIT_TEST(what_is_no_range_is_refused), UNIT_TEST(the_highest_range_is_one),
	  UNIT_TEST(local_offset_out_of_range), UNIT_TEST(part_out_of_range),
	  UNIT_TEST(more_pages_than_the_window), UNIT_TEST(unmap_of_what_is_not_there),
	  UNIT_TEST(each_kind_has_its_unmap), UNIT_TEST(freed_while_mapped),
	  UNIT_TEST(free_of_what_is_not_mapped))
