/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The counters, for known workloads.
 */
#include "selftest.h"

#define STAT_ROUNDS 100

static struct kmap_stat before, after;

static void read_stat(struct kmap_stat *stat)
{
	kmap_stat_read(kmap_host_window(), stat);
}

/* Maps, unmaps and invalidations of one task (N25). */
static bool exact_in_one_task(void)
{
	struct page *pages[] = { stamped_page_of(1, 0), stamped_page_of(2, 1),
				 stamped_page_of(3, 2) };
	unsigned long flags = irq_save();

	read_stat(&before);
	for (unsigned int i = 0; i < STAT_ROUNDS; i++) {
		void *single = kmap_local_page(pages[0]), *range = kmap_local_pages(pages, 3);

		kunmap_local(single);
		kunmap_local(range);
	}
	read_stat(&after);
	irq_restore(flags);
	CHECK(after.maps - before.maps == (KMAP_STATS ? 2 * STAT_ROUNDS : 0));
	CHECK(after.unmaps - before.unmaps == (KMAP_STATS ? 2 * STAT_ROUNDS : 0));
	CHECK(after.local_invalidations - before.local_invalidations ==
	      (KMAP_STATS ? 4 * STAT_ROUNDS : 0));
	CHECK(after.restores == before.restores);
	for (unsigned int i = 0; i < 3; i++)
		page_free(pages[i]);
	return true;
}

static void pass(void *argument)
{
	(void)argument;
	irq_disable();
	for (unsigned int i = 0; i < STAT_ROUNDS; i++)
		task_yield();
	irq_enable();
}

/*
 * Each switch away from a task with two mappings removes them, each switch back restores them;
 * where the window is the task's, neither happens.
 */
static bool exact_in_switches(void)
{
	struct page *page = stamped_page(1);
	unsigned long flags = irq_save();
	void *a = kmap_local_page(page), *b = kmap_local_page(page);
	unsigned int slots = KMAP_WINDOW_TASK ? 0 : KMAP_GUARD ? 4 : 2, switches;

	task_create("pass", pass, NULL, PRIORITY_MANAGER, 1u << this_cpu()->number);
	task_yield();
	read_stat(&before);
	switches = current_task()->switches;
	for (unsigned int i = 0; i < STAT_ROUNDS / 2; i++)
		task_yield();
	switches = current_task()->switches - switches;
	read_stat(&after);
	kunmap_local(a);
	kunmap_local(b);
	irq_restore(flags);
	CHECK(switches >= STAT_ROUNDS / 2);
	CHECK(after.restores - before.restores == (KMAP_STATS ? switches * slots : 0));
	CHECK(after.local_invalidations - before.local_invalidations ==
	      (KMAP_STATS ? switches * slots : 0));
	page_free(page);
	return true;
}

/* The maximum has already been reached, by the test that takes all slots. */
static bool depth(void)
{
	struct page *pages[KMAP_ARCH_COLOURS];
	void *held[KMAP_SLOTS];

	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		pages[i] = stamped_page_of(1, i);
	for (unsigned int i = 0; i < KMAP_SLOTS; i++)
		held[i] = kmap_local_page(pages[FILLING_COLOUR(i)]);
	read_stat(&after);
	for (unsigned int i = 0; i < KMAP_SLOTS; i++)
		kunmap_local(held[i]);
	CHECK(after.depth_max == (KMAP_STATS ? KMAP_WINDOW_SLOTS : 0));
	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		page_free(pages[i]);
	return true;
}

const struct selftest selftests_stat[] = {
	{ "counters are exact for a known workload (N25)", exact_in_one_task, 4 },
	{ "counters of switches are exact (N25)", exact_in_switches, 2 },
	{ "the high-water mark", depth, 1 },
	{ NULL, NULL, 0 },
};
