/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Many mappings given back at once, and helpers for many pages: one invalidation is for all.
 */
#include "selftest.h"

#define BATCH_HELD (KMAP_SLOTS < 6 ? KMAP_SLOTS : 6)
#define BATCH_ROUNDS 60u
/* More than any port maps at once, and no multiple of it. */
#define BATCH_PAGES 19
/* It is mapped side by side with the page before it. */
#define SECOND_OF_TWO 4

static struct page *pages[BATCH_PAGES];

static void batch_pages_take(uint32_t stamp)
{
	for (uint32_t i = 0; i < BATCH_PAGES; i++)
		pages[i] = stamped_page_of(stamp + i, i == SECOND_OF_TWO);
}

static void batch_pages_give(void)
{
	for (uint32_t i = 0; i < BATCH_PAGES; i++)
		page_free(pages[i]);
}

/* The slots are used again at once, each with another page: a stale one would show. */
static bool shows_no_stale_page(void)
{
	const void *held[BATCH_HELD];

	batch_pages_take(700);
	for (uint32_t round = 0; round < BATCH_ROUNDS; round++) {
		for (uint32_t i = 0; i < BATCH_HELD; i++)
			held[i] = kmap_local_page(pages[(round + i) % BATCH_PAGES]);
		for (uint32_t i = 0; i < BATCH_HELD; i++)
			CHECK(stamp_is(held[i], 700 + (round + i) % BATCH_PAGES));
		kunmap_local_all(held, BATCH_HELD);
		CHECK(nothing_held());
	}
	batch_pages_give();
	return true;
}

/* Slots with gaps between them, a direct page, and several pages in one mapping. */
static bool all_kinds(void)
{
	struct page *low = page_alloc(ZONE_LOW);
	const void *held[6], *kept, *again;

	batch_pages_take(800);
	held[0] = kmap_local_page(pages[0]);
	kept = kmap_local_page(pages[1]);
	held[1] = kmap_local_page(pages[2]);
	held[2] = kmap_local_page(low);
	held[3] = (const char *)kmap_local_pages(pages + SECOND_OF_TWO - 1, 2) + KMAP_PAGE_SIZE;
	held[4] = (const char *)kmap_local_page(pages[5]) + 7;
	kunmap_local_all(held, 5);
	CHECK(stamp_is(kept, 801));
	CHECK(kmap_held(&current_task()->kmap) == 1);
	again = kmap_local_page(pages[6]);
	CHECK(KMAP_GUARD || again == held[0]);
	CHECK(stamp_is(again, 806));
	held[0] = again;
	held[1] = kept;
	kunmap_local_all(held, 2);
	kunmap_local_all(held, 0);
	page_free(low);
	batch_pages_give();
	return nothing_held();
}

/* What stands there twice, or is no mapping, is reported; the rest is given back. */
static bool misuse_in_a_batch(void)
{
	const void *held[5];
	struct kmap_report report;

	batch_pages_take(900);
	held[0] = kmap_local_page(pages[0]);
	held[1] = kmap_local_page(pages[1]);
	held[2] = held[0];
	held[3] = NULL;
	held[4] = kmap_local_page(pages[2]);
	reports_expect();
	kunmap_local_all(held, 5);
	CHECK(reports_take(&report) == 2);
	CHECK(report.bug == KMAP_BUG_NOT_A_WINDOW && report.value == 0);
	batch_pages_give();
	return nothing_held();
}

static void batcher(void *argument)
{
	const uint32_t first = (uint32_t)(uintptr_t)argument;
	const void *held[BATCH_HELD];

	for (uint32_t round = 0; round < BATCH_ROUNDS; round++) {
		for (uint32_t i = 0; i < BATCH_HELD; i++)
			held[i] = kmap_local_page(pages[(first + round + i) % BATCH_PAGES]);
		task_set_allowed(current_task(), 1u << round % cpus_online);
		task_yield();
		for (uint32_t i = 0; i < BATCH_HELD; i++)
			failed_if(!stamp_is(held[i], 1000 + (first + round + i) % BATCH_PAGES));
		kunmap_local_all(held, BATCH_HELD);
	}
}

/* The same in several tasks, which move between CPUs as often as their kind of window allows. */
static bool in_tasks_that_move(void)
{
	failures = 0;
	batch_pages_take(1000);
	for (uint32_t i = 0; i < 2 * cpus_online; i++)
		start("batcher", batcher, (void *)(uintptr_t)(5 * i), CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	batch_pages_give();
	return true;
}

/* One CPU's entries, counted for many as for one by one. */
static bool counted(void)
{
	const void *held[BATCH_HELD];
	struct kmap_stat before, after;
	unsigned long flags;

	batch_pages_take(1100);
	flags = irq_save();
	kmap_stat_read(kmap_host_window(), &before);
	for (uint32_t i = 0; i < BATCH_HELD; i++)
		held[i] = kmap_local_page(pages[i]);
	kunmap_local_all(held, BATCH_HELD);
	kmap_stat_read(kmap_host_window(), &after);
	irq_restore(flags);
	CHECK(after.maps - before.maps == (KMAP_STATS ? BATCH_HELD : 0));
	CHECK(after.unmaps - before.unmaps == (KMAP_STATS ? BATCH_HELD : 0));
	CHECK(after.local_invalidations - before.local_invalidations ==
	      (KMAP_STATS ? BATCH_HELD : 0));
	batch_pages_give();
	return true;
}

static bool page_is(struct page *page, uint8_t value)
{
	const uint8_t *bytes = kmap_local_page(page);
	bool right = true;

	for (size_t i = 0; i < KMAP_PAGE_SIZE; i++)
		right &= bytes[i] == value;
	kunmap_local(bytes);
	return right;
}

/* Whole pages, high and low ones in turn, more than are mapped at once. */
static bool helpers(void)
{
	struct page *copies[BATCH_PAGES];

	for (unsigned int i = 0; i < BATCH_PAGES; i++) {
		pages[i] = page_alloc(i % 7 == 5 ? ZONE_LOW : ZONE_HIGH);
		copies[i] = page_alloc(i % 11 == 3 ? ZONE_LOW : ZONE_HIGH);
	}
	for (unsigned int i = 0; i < BATCH_PAGES; i++)
		CHECK(kmap_memset_pages(pages + i, BATCH_PAGES - i, 0, (int)i + 1,
					(BATCH_PAGES - i) * KMAP_PAGE_SIZE) ==
		      (BATCH_PAGES - i) * KMAP_PAGE_SIZE);
	CHECK(kmap_copy_pages(copies, pages, BATCH_PAGES) == BATCH_PAGES);
	for (unsigned int i = 0; i < BATCH_PAGES; i++)
		CHECK(page_is(copies[i], (uint8_t)(i + 1)));
	for (unsigned int i = 0; i < BATCH_PAGES; i++)
		page_free(copies[i]);
	batch_pages_give();
	return nothing_held();
}

const struct selftest selftests_batch[] = {
	{ "unmapped together: the slots show other pages at once", shows_no_stale_page, 2 },
	{ "unmapped together: gaps, direct pages, several pages", all_kinds, 7 },
	{ "unmapped together: twice the same, and NULL", misuse_in_a_batch, 4 },
	{ "unmapped together: in tasks that move", in_tasks_that_move, 2 },
	{ "unmapped together: counted", counted, 2 },
	{ "helpers for more pages than are mapped at once", helpers, 2 },
	{ NULL, NULL, 0 },
};
