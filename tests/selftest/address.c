/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Lookups by address: the page, and the length to the end of the mapping.
 */
#include "selftest.h"

#define LAST (KMAP_PAGE_SIZE - 1)

/* First and last bytes of high and low pages, in single mappings and in longer ones (N8, B11). */
static bool back_to_page(void)
{
	struct page *high = stamped_page(1), *low = page_of_colour(ZONE_LOW, 1);
	struct page *both[] = { high, low };
	char *a = kmap_local_page(high), *b = kmap_local_page(low), *c = kmap_local_pages(both, 2);

	CHECK(kmap_to_page(a) == high && kmap_to_page(a + LAST) == high);
	CHECK(kmap_to_page(b) == low && kmap_to_page(b + LAST) == low);
	CHECK(kmap_to_page(c + LAST) == high && kmap_to_page(c + KMAP_PAGE_SIZE) == low);
	CHECK(kmap_address_is_temporary(a) && kmap_address_is_temporary(a + LAST) &&
	      kmap_address_is_temporary(c + KMAP_PAGE_SIZE));
	CHECK(kmap_address_is_temporary(b) == KMAP_FORCE_MAP);
	kunmap_local(a);
	CHECK(!kmap_to_page(a));
	kunmap_local(b);
	kunmap_local(c);
	page_free(high);
	page_free(low);
	return true;
}

/* The edges of all windows. */
static bool edges(void)
{
	CHECK(kmap_address_is_temporary((const void *)kmap_window_start()));
	CHECK(!kmap_address_is_temporary((const void *)(kmap_window_start() - 1)));
	CHECK(kmap_address_is_temporary((const void *)(kmap_window_end() - 1)));
	CHECK(!kmap_address_is_temporary((const void *)kmap_window_end()));
	CHECK(!kmap_address_is_temporary(NULL));
	return true;
}

/* kmap_local_len() returns the same in every build (N1, N21, B19). */
static bool how_far(void)
{
	struct page *high[] = { stamped_page_of(1, 0), stamped_page_of(2, 1),
				stamped_page_of(3, 2) };
	struct page *low = page_of_colour(ZONE_LOW, 1);
	struct page *both[] = { high[0], low };
	char *one = kmap_local_page(high[0]), *three = kmap_local_pages(high, 3);
	char *of_low = kmap_local_page(low), *mixed = kmap_local_pages(both, 2);

	CHECK(kmap_local_len(one) == KMAP_PAGE_SIZE && kmap_local_len(one + LAST) == 1);
	CHECK(kmap_local_len(three) == 3 * KMAP_PAGE_SIZE);
	CHECK(kmap_local_len(three + KMAP_PAGE_SIZE + 5) == 2 * KMAP_PAGE_SIZE - 5);
	CHECK(kmap_local_len(three + 2 * KMAP_PAGE_SIZE + LAST) == 1);
	CHECK(kmap_local_len(of_low + 7) == KMAP_PAGE_SIZE - 7);
	CHECK(kmap_local_len(mixed) == 2 * KMAP_PAGE_SIZE);
	CHECK(kmap_local_len(mixed + KMAP_PAGE_SIZE) == KMAP_PAGE_SIZE);
	kunmap_local(one);
	CHECK(kmap_local_len(one) == 0);
	kunmap_local(three);
	kunmap_local(of_low);
	kunmap_local(mixed);
	for (unsigned int i = 0; i < 3; i++)
		page_free(high[i]);
	page_free(low);
	return true;
}

/* Converting a temporary address like a direct one is reported in debug mode (N8, B15). */
static bool not_direct(void)
{
	struct page *page = stamped_page(1), *low = page_alloc(ZONE_LOW);
	char *address = kmap_local_page(page);
	struct kmap_report report;

	reports_expect();
	direct_physical(direct_address((uint64_t)page_to_pfn(low) << KMAP_ARCH_PAGE_SHIFT));
	CHECK(reports_take(&report) == 0);
	reports_expect();
	direct_physical(address + LAST);
	CHECK(reports_take(&report) == KMAP_DEBUG);
	CHECK(!KMAP_DEBUG ||
	      (report.bug == KMAP_BUG_NOT_DIRECT && report.value == (uintptr_t)address + LAST));
	kunmap_local(address);
	page_free(page);
	page_free(low);
	return true;
}

const struct selftest selftests_address[] = {
	{ "from an address back to its page (N8, B11)", back_to_page, 4 },
	{ "the edges of the windows", edges, 1 },
	{ "how far one may go, the same in every build (N1, N21, B19)", how_far, 7 },
	{ "a temporary address is not direct (N8, B15)", not_direct, 1 },
	{ NULL, NULL, 0 },
};
