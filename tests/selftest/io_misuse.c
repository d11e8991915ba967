/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse of I/O mappings is refused and reported, and harms nothing else.
 */
#include "io.h"

/* One report of this kind came since reports_expect(). */
static bool reported(enum kmap_bug bug)
{
	struct kmap_report report;
	unsigned int count = reports_take(&report);

	CHECK(count == 1);
	CHECK(report.bug == bug);
	CHECK(report.ctrl == &current_task()->kmap);
	CHECK(report.caller != 0);
	return true;
}

/* Parts outside the range are refused, each with a report; another mapping is intact. */
static bool out_of_range(void)
{
	static const struct {
		uint64_t offset, size;
	} wrong[] = {
		{ 0, 0 },	   { 0, TEST_BYTES + 1 }, { 1, TEST_BYTES },
		{ TEST_BYTES, 1 }, { TEST_BYTES - 1, 2 }, { UINT64_MAX, 1 },
		{ UINT64_MAX, 2 }, { 2, UINT64_MAX },	  { (uint64_t)1 << 32, KMAP_PAGE_SIZE },
	};
	const void *witness;

	RANGE_MAKE();
	io_stamp_page(0, 77);
	witness = io_mapping_map_wc(&io_range, 0, KMAP_PAGE_SIZE);
	for (unsigned int i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		reports_expect();
		CHECK(!io_mapping_map_wc(&io_range, wrong[i].offset, wrong[i].size));
		CHECK(reported(KMAP_BUG_IO_RANGE));
		if (wrong[i].offset < TEST_BYTES)
			continue;
		reports_expect();
		CHECK(!io_mapping_map_local_wc(&io_range, wrong[i].offset));
		CHECK(reported(KMAP_BUG_IO_RANGE));
	}
	CHECK(stamp_is(witness, 77));
	CHECK(nothing_held());
	io_mapping_unmap(witness);
	io_mapping_free(&io_range);
	return true;
}

/* Two ranges over the same memory: one is freed too early, the other is not affected. */
static bool io_freed_while_mapped(void)
{
	struct io_mapping other;
	const void *held, *others;

	RANGE_MAKE();
	CHECK(io_mapping_create_wc(&other, io_display.base, TEST_BYTES));
	io_stamp_page(3, 55);
	held = io_mapping_map_wc(&io_range, 3 * KMAP_PAGE_SIZE, KMAP_PAGE_SIZE);
	others = io_mapping_map_wc(&other, 3 * KMAP_PAGE_SIZE, KMAP_PAGE_SIZE);
	reports_expect();
	io_mapping_free(&io_range);
	CHECK(reported(KMAP_BUG_IO_HELD));
	CHECK(stamp_is(held, 55) && stamp_is(others, 55));
	reports_expect();
	CHECK(!io_mapping_map_local_wc(&io_range, 0));
	CHECK(reported(KMAP_BUG_IO_RANGE));
	io_mapping_unmap(held);
	CHECK(stamp_is(others, 55));
	io_mapping_unmap(others);
	reports_expect();
	io_mapping_unmap(held);
	CHECK(reported(KMAP_BUG_IO_NOT_MAPPED));
	io_mapping_free(&other);
	return true;
}

/* A map in a full window is refused; a gap is used again. */
static bool window_full(void)
{
	const void *addresses[KMAP_IO_PAGES];
	unsigned int count = 0;

	RANGE_MAKE();
	io_stamp_page(0, 66);
	while (count < (KMAP_IO_PAGES + 1) / 2)
		addresses[count++] = io_mapping_map_wc(&io_range, 0, KMAP_PAGE_SIZE);
	reports_expect();
	CHECK(!io_mapping_map_wc(&io_range, 0, KMAP_PAGE_SIZE));
	CHECK(reported(KMAP_BUG_IO_FULL));
	io_mapping_unmap(addresses[count / 2]);
	CHECK(io_mapping_map_wc(&io_range, 0, KMAP_PAGE_SIZE) == addresses[count / 2]);
	for (unsigned int i = 0; i < count; i++) {
		CHECK(stamp_is(addresses[i], 66));
		io_mapping_unmap(addresses[i]);
	}
	io_mapping_free(&io_range);
	return true;
}

const struct selftest selftests_io_misuse[] = {
	{ "I/O: out of range, and overflow", out_of_range, 1 },
	{ "I/O: range freed while mapped, double unmap", io_freed_while_mapped, 1 },
	{ "I/O: the window full", window_full, 1 },
	{ NULL, NULL, 0 },
};
