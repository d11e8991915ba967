/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a cache must not see a page at two addresses, a local mapping of a page that has a
 * persistent one uses the address of that.
 */
#include "persistent.h"

static struct page *reused_page;
static const char *reused_address;

/* Skip the test where a page may have several addresses. */
#define NEED_REUSE()                                                                               \
	do {                                                                                       \
		if (!KMAP_ARCH_REUSES_PERSISTENT)                                                  \
			return skip("a page may have several addresses");                          \
	} while (0)

/* Every way to map one page gives its address, and takes no slot; any byte of it ends that. */
static bool every_map_gives_it(void)
{
	const char *local = kmap_local_page(reused_page);
	const char *tried = kmap_local_try_page(reused_page);
	const char *atomic = kmap_atomic(reused_page);

	CHECK(local == reused_address && tried == reused_address && atomic == reused_address);
	CHECK(stamp_is(local, STAMP(0, 7)));
	kunmap_atomic(atomic);
	kunmap_local(tried + KMAP_PAGE_SIZE - 1);
	kunmap_local(local);
	return nothing_held();
}

static void maps_locally(void *argument)
{
	(void)argument;
	failed_if(!every_map_gives_it());
}

/* In tasks on all CPUs, and in the task that called kmap(). */
static bool one_address(void)
{
	NEED_REUSE();
	failures = 0;
	reused_page = persistent_sets[0][7];
	reused_address = kmap(reused_page);
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		start("local", maps_locally, NULL, 1u << cpu);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(every_map_gives_it());
	kunmap(reused_page);
	return true;
}

/* The local mapping keeps what it uses, after the last kunmap() and through a flush. */
static bool kept_by_a_local_mapping(void)
{
	struct page *page = persistent_sets[0][8];
	const char *address, *local;

	NEED_REUSE();
	address = kmap(page);
	local = kmap_local_page(page);
	kunmap(page);
	kmap_flush_unused();
	CHECK(local == address && stamp_is(local, STAMP(0, 8)));
	CHECK(kmap_persistent_to_page(local) == page);
	kunmap_local(local);
	kmap_flush_unused();
	CHECK(!kmap_high_get(page));
	local = kmap_local_page(page);
	CHECK(!kmap_persistent_contains(local) && stamp_is(local, STAMP(0, 8)));
	kunmap_local(local);
	return nothing_held();
}

static bool refused(const void *address, const struct page *page)
{
	struct kmap_report report;
	unsigned int count = reports_take(&report);

	CHECK(!address && count == 1);
	CHECK(report.bug == KMAP_BUG_ALIASED && report.value == (uintptr_t)page);
	return nothing_held();
}

/* What cannot have that address gets none: other attributes, several pages in a row. */
static bool no_second_address(void)
{
	struct page *page = persistent_sets[0][9], *pages[2] = { persistent_sets[0][10], page };
	const void *address;

	NEED_REUSE();
	kmap(page);
	reports_expect();
	address = kmap_local_page_prot(page, KMAP_PROT_READ_ONLY);
	CHECK(refused(address, page));
	reports_expect();
	address = kmap_local_pages(pages, 2);
	CHECK(refused(address, page));
	kunmap(page);
	return true;
}

/* Nor does a page that the task has in a slot, from kmap(). */
static bool none_from_kmap(void)
{
	struct page *page = persistent_sets[0][11];
	struct kmap_report report;
	const void *local, *address;

	NEED_REUSE();
	local = kmap_local_page(page);
	reports_expect();
	address = kmap_try(page);
	CHECK(reports_take(&report) == 1 && !address);
	CHECK(report.bug == KMAP_BUG_ALIASED && report.value == (uintptr_t)local);
	kunmap_local(local);
	CHECK(kmap_try(page));
	kunmap(page);
	return nothing_held();
}

const struct selftest selftests_reuse[] = {
	{ "reuse: a local mapping has the address of the persistent one (B10)", one_address, 1 },
	{ "reuse: a local mapping keeps the persistent one", kept_by_a_local_mapping, 1 },
	{ "reuse: no page gets a second address", no_second_address, 1 },
	{ "reuse: kmap() gives no second address to a page in a slot", none_from_kmap, 1 },
	{ NULL, NULL, 0 },
};
