/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Several pages in one mapping, and mappings that may fail.
 */
#include "selftest.h"

#define RANGE_PAGES 6
/* The most of them in one mapping. */
#define LENGTH_MAX (KMAP_SLOTS < RANGE_PAGES ? KMAP_SLOTS : RANGE_PAGES)
#define RANGE_SLOT (KMAP_SLOTS / 4)

static struct page *range_pages[RANGE_PAGES];

static void range_pages_take(void)
{
	for (uint32_t i = 0; i < RANGE_PAGES; i++)
		range_pages[i] = stamped_page_of(500 + i, i);
}

static void range_pages_give(void)
{
	for (uint32_t i = 0; i < RANGE_PAGES; i++)
		page_free(range_pages[i]);
}

static bool stamps_right(const char *address, unsigned int count)
{
	for (uint32_t i = 0; i < count; i++)
		CHECK(stamp_is(address + i * KMAP_PAGE_SIZE, 500 + i));
	return true;
}

/* Every length, unmapped by an address in each of the pages in turn. */
static bool side_by_side(void)
{
	range_pages_take();
	for (unsigned int count = 1; count <= LENGTH_MAX; count++) {
		for (unsigned int inside = 0; inside < count; inside++) {
			char *address = kmap_local_pages(range_pages, count);

			CHECK(stamps_right(address, count));
			/* A word across the boundary of two pages. */
			if (count > 1)
				__builtin_memcpy(address + KMAP_PAGE_SIZE - 2, "kmap", 4);
			stamp_write(address, 500);
			if (count > 1)
				stamp_write(address + KMAP_PAGE_SIZE, 501);
			kunmap_local(address + (inside + 1) * KMAP_PAGE_SIZE - 1);
			CHECK(nothing_held());
		}
	}
	range_pages_give();
	return true;
}

/* Mappings of one page and of several, unmapped in any order. */
static bool mixed_any_order(void)
{
	char *range, *second;
	const void *single;

	range_pages_take();
	range = kmap_local_pages(range_pages, 3);
	single = kmap_local_page(range_pages[4]);
	second = kmap_local_pages(range_pages, 2);
	CHECK(stamps_right(range, 3) && stamps_right(second, 2) && stamp_is(single, 504));
	kunmap_local(range);
	CHECK(stamps_right(second, 2) && stamp_is(single, 504));
	range = kmap_local_pages(range_pages, RANGE_PAGES);
	kunmap_local(single);
	kunmap_local(second);
	CHECK(stamps_right(range, RANGE_PAGES));
	kunmap_local(range);
	range_pages_give();
	return true;
}

static void map_and_yield(void *argument)
{
	struct page *page = stamped_page(9);
	const void *address = kmap_local_page(page);

	for (unsigned int i = 0; i < 20; i++)
		task_yield();
	kunmap_local(address);
	page_free(page);
	(void)argument;
}

/* A mapping of several pages survives switches to tasks that map, as a single one does. */
static bool survives_switches(void)
{
	char *address;

	range_pages_take();
	address = kmap_local_pages(range_pages, LENGTH_MAX);
	for (unsigned int i = 0; i < 3; i++)
		start("mapper", map_and_yield, NULL, 1u << this_cpu()->number);
	for (unsigned int i = 0; i < 20; i++) {
		sleep_ticks(i % 3 == 0);
		task_yield();
		CHECK(stamps_right(address, LENGTH_MAX));
	}
	kunmap_local(address);
	task_wait_all();
	range_pages_give();
	return true;
}

/* Low pages that are side by side in the direct map need no slots. */
static bool direct_run_is_free(void)
{
	char *low = low_alloc(3 * KMAP_PAGE_SIZE);
	unsigned long first = (unsigned long)(direct_physical(low) >> KMAP_ARCH_PAGE_SHIFT);
	char *address = kmap_local_range(first, 3);

	CHECK(KMAP_FORCE_MAP || address == low);
	CHECK(nothing_held() == !KMAP_FORCE_MAP);
	stamp_write(address + 2 * KMAP_PAGE_SIZE, 3);
	CHECK(stamp_is(low + 2 * KMAP_PAGE_SIZE, 3));
	kunmap_local(address);
	return nothing_held();
}

/* Low and high pages in one mapping: all of them go through slots. */
static bool mixed_zones(void)
{
	struct page *low = page_of_colour(ZONE_LOW, 0), *high = stamped_page_of(2, 1);
	unsigned long pfns[] = { page_to_pfn(low), page_to_pfn(high) };
	char *address = kmap_local_pfns(pfns, 2);

	CHECK(kmap_address_is_temporary(address));
	stamp_write(address, 1);
	CHECK(stamp_is(address + KMAP_PAGE_SIZE, 2));
	kunmap_local(address);
	address = kmap_local_page(low);
	CHECK(stamp_is(address, 1));
	kunmap_local(address);
	page_free(low);
	page_free(high);
	return true;
}

/* Bad numbers of pages are refused, and other mappings stay (N10). */
static bool wrong_counts(void)
{
	struct kmap_report report;
	const void *witness;

	range_pages_take();
	witness = kmap_local_page(range_pages[0]);
	reports_expect();
	CHECK(!kmap_local_pages(range_pages, 0));
	CHECK(!kmap_local_range(page_to_pfn(range_pages[0]), KMAP_SLOTS + 1));
	CHECK(!kmap_local_try_pages(range_pages, 0));
	CHECK(!kmap_local_try_range(0, KMAP_SLOTS + 1));
	CHECK(reports_take(&report) == 2);
	CHECK(report.bug == KMAP_BUG_PAGES && report.value == KMAP_SLOTS + 1);
	CHECK(stamp_is(witness, 500));
	kunmap_local(witness);
	range_pages_give();
	return true;
}

/* With all slots taken the try forms fail without a report; with one free slot they succeed. */
static bool try_forms(void)
{
	/* NULL for static analysers, which do not see that the loop fills all of it. */
	const void *held[KMAP_SLOTS] = { NULL };
	struct kmap_report report;

	range_pages_take();
	reports_expect();
	for (unsigned int i = 0; i < KMAP_SLOTS; i++) {
		held[i] = kmap_local_try_page(range_pages[FILLING_COLOUR(i)]);
		CHECK(held[i]);
	}
	CHECK(!kmap_local_try_page(range_pages[1]));
	CHECK(!kmap_local_try_pfn(page_to_pfn(range_pages[1])));
	CHECK(!kmap_local_try_pages(range_pages, 2));
	kunmap_local(held[RANGE_SLOT]);
	CHECK(!kmap_local_try_pages(range_pages, 2));
	held[RANGE_SLOT] = kmap_local_try_page(range_pages[FILLING_COLOUR(RANGE_SLOT)]);
	CHECK(held[RANGE_SLOT]);
	for (unsigned int i = 0; i < KMAP_SLOTS; i++) {
		CHECK(stamp_is(held[i], 500 + FILLING_COLOUR(i)));
		kunmap_local(held[i]);
	}
	CHECK(reports_take(&report) == 0);
	range_pages_give();
	return true;
}

const struct selftest selftests_range[] = {
	{ "several pages side by side, every length (N1, B14)", side_by_side, 1 },
	/* Its pages have one colour after the other. */
	{ "single and several, any order", mixed_any_order, 9 / KMAP_ARCH_COLOURS },
	{ "several pages survive switches", survives_switches, 1 },
	{ "a run of low pages costs nothing", direct_run_is_free, 3 },
	{ "low and high pages in one mapping", mixed_zones, 2 },
	{ "report: wrong number of pages", wrong_counts, 1 },
	{ "try forms when all slots are taken (N10)", try_forms, 1 },
	{ NULL, NULL, 0 },
};
