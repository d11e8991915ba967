/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Persistent mappings: one persistent window for all CPUs and tasks.
 */
#include "persistent.h"

static void maps_and_ends(void *argument)
{
	(void)argument;
	persistent_addresses[0] = kmap(persistent_sets[0][0]);
}

/* All CPUs and tasks see the page at one address, also after the task that mapped it has ended. */
static bool outlives_its_task(void)
{
	start("mapper", maps_and_ends, NULL, CPU_MASK_ALL);
	task_wait_all();
	CHECK(nothing_held());
	CHECK(kmap_persistent_contains(persistent_addresses[0]));
	CHECK(stamp_is(persistent_addresses[0], STAMP(0, 0)));
	for (uint32_t i = 1; i < KMAP_PERSISTENT_PAGES; i++)
		persistent_addresses[i] = kmap(persistent_sets[0][i]);
	CHECK(persistent_set_seen(0));
	persistent_set_unmap(0);
	return true;
}

/* A page stays mapped while unused, and is used again without a flush (bug B21). */
static bool counted_and_lazy(void)
{
	struct page *page = persistent_sets[0][1];
	struct kmap_persistent_stat before;
	void *address = kmap(page);

	before = persistent_stat();
	CHECK(kmap(page) == address);
	kunmap(page);
	CHECK(stamp_is(address, STAMP(0, 1)));
	kunmap(page);
	CHECK(!kmap_persistent_to_page(address));
	CHECK(kmap_high_get(page) == address);
	CHECK(kmap_try(page) == address);
	CHECK(stamp_is(address, STAMP(0, 1)));
	kunmap(page);
	kunmap(page);
	CHECK(persistent_stat().flushes == before.flushes &&
	      persistent_stat().wraps == before.wraps);
	return true;
}

/*
 * Every slot of the persistent window gets another page, with one flush for all slots, and
 * no CPU sees the old page any more, although it had accessed it (bugs B7, B25).
 */
static bool one_flush_for_all(void)
{
	struct kmap_persistent_stat before;

	kmap_flush_unused();
	for (unsigned int round = 0; round < 4; round++) {
		unsigned int set = round % SETS;

		before = persistent_stat();
		persistent_set_map(set);
		if (round) {
			CHECK(persistent_stat().wraps == before.wraps + 1);
			CHECK(persistent_stat().flushes == before.flushes + 1);
		}
		CHECK(persistent_set_seen(set));
		persistent_set_unmap(set);
	}
	return true;
}

static bool flush_unused(void)
{
	struct page *used = persistent_sets[0][2], *unused = persistent_sets[0][3];
	void *address = kmap(used);
	struct kmap_persistent_stat before;

	kmap(unused);
	kunmap(unused);
	before = persistent_stat();
	kmap_flush_unused();
	CHECK(persistent_stat().flushes == before.flushes + 1);
	CHECK(!kmap_high_get(unused));
	CHECK(kmap_high_get(used) == address);
	CHECK(stamp_is(address, STAMP(0, 2)));
	kmap_flush_unused();
	CHECK(persistent_stat().flushes == before.flushes + 1);
	kunmap(used);
	kunmap(used);
	return true;
}

/*
 * A page can have a persistent and a local mapping, each with its own unmap (bug B10); where one
 * uses the other, reuse.c looks at more.
 */
static bool beside_local_mappings(void)
{
	struct page *page = persistent_sets[0][4], *low = page_alloc(ZONE_LOW);
	const char *address = kmap(page);
	const void *local = kmap_local_page(page);

	CHECK((local == address) == KMAP_ARCH_REUSES_PERSISTENT);
	CHECK(kmap_persistent_contains(local) == KMAP_ARCH_REUSES_PERSISTENT);
	kunmap_local(local);
	CHECK(stamp_is(address, STAMP(0, 4)));
	CHECK(kmap_persistent_to_page(address) == page);
	CHECK(kmap_persistent_to_page(address + KMAP_PAGE_SIZE - 1) == page);
	CHECK((kmap_persistent_to_page(local) == page) == KMAP_ARCH_REUSES_PERSISTENT);
	CHECK(!kmap_persistent_to_page(NULL));
	kunmap(page);
	address = kmap(low);
	CHECK(kmap_persistent_contains(address) == KMAP_FORCE_MAP);
	kunmap(low);
	page_free(low);
	return nothing_held();
}

/* A freed page leaves the persistent window; allocated again, it is not mapped (bug B21). */
static bool freed_page_is_forgotten(void)
{
	struct page *page = stamped_page(1);
	void *address = kmap(page);

	kunmap(page);
	page_free(page);
	CHECK(page_alloc(ZONE_HIGH) == page);
	CHECK(!kmap_high_get(page));
	CHECK(kmap(page) != address);
	kmap_flush_unused();
	CHECK(kmap_high_get(page));
	kunmap(page);
	kunmap(page);
	page_free(page);
	return true;
}

static bool report_of(enum kmap_bug bug, const struct page *page)
{
	struct kmap_report report;
	unsigned int count = reports_take(&report);

	CHECK(count == 1 && report.bug == bug);
	CHECK(report.value == (uintptr_t)page && report.caller != 0);
	return true;
}

/* Misuse is reported, and does not change other mappings. */
static bool misuse(void)
{
	struct page *page = persistent_sets[0][5], *witness = persistent_sets[0][6], *null = NULL;
	const void *address = kmap(witness);

	reports_expect();
	kunmap(persistent_sets[1][0]);
	CHECK(report_of(KMAP_BUG_NOT_PERSISTENT, persistent_sets[1][0]));
	kmap(page);
	kunmap(page);
	reports_expect();
	kunmap(page);
	CHECK(report_of(KMAP_BUG_NOT_PERSISTENT, page));
	reports_expect();
	kunmap(null);
	CHECK(report_of(KMAP_BUG_NOT_PERSISTENT, NULL));
	reports_expect();
	CHECK(!kmap(null));
	CHECK(report_of(KMAP_BUG_NO_PAGE, NULL));
	CHECK(stamp_is(address, STAMP(0, 6)));
	kunmap(witness);
	return true;
}

const struct selftest selftests_persistent[] = {
	{ "persistent: pages for the tests", persistent_sets_make, 1 },
	{ "persistent: seen by all CPUs, outlives its task (B25)", outlives_its_task, 1 },
	{ "persistent: counted, and kept while unused (B21)", counted_and_lazy, 1 },
	{ "persistent: one flush for all, and no CPU sees the old pages (B7)", one_flush_for_all,
	  1 },
	{ "persistent: unused mappings taken down at once", flush_unused, 1 },
	{ "persistent: beside local mappings of the same page (B10)", beside_local_mappings, 1 },
	{ "persistent: a freed page is forgotten (B21)", freed_page_is_forgotten, 1 },
	{ "persistent: misuse is reported", misuse, 1 },
	{ NULL, NULL, 0 },
};
