/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A CPU is taken away while tasks on it hold mappings, and comes back. Where a mapping pins,
 * the CPU waits for the unmap; else the tasks take their mappings along.
 */
#include "selftest.h"

#define UNPLUG_PATIENCE_TICKS 2000u
#define HOLDERS 3u
#define TIMES 5u

static bool began[HOLDERS], may_unmap;

static void unplug_holder(void *argument)
{
	uint32_t nr = (uint32_t)(uintptr_t)argument;
	struct page *single = stamped_page(nr),
		    *pair[] = { stamped_page_of(10 + nr, 0), stamped_page_of(20 + nr, 1) };
	const char *one = kmap_local_page(single), *two = kmap_local_pages(pair, 2);

	flag_set(&began[nr]);
	while (!flag_is_set(&may_unmap)) {
		failed_if(!stamp_is(one, nr) || !stamp_is(two, 10 + nr) ||
			  !stamp_is(two + KMAP_PAGE_SIZE, 20 + nr));
		/* One of them sleeps, the others are preempted. */
		if (nr == 0)
			sleep_ticks(1);
	}
	kunmap_local(one);
	kunmap_local(two);
	page_free(single);
	page_free(pair[0]);
	page_free(pair[1]);
}

/* Whether CPU @number becomes empty; if it is not to, a few ticks must show that. */
static bool empties(unsigned int number, unsigned int ticks)
{
	while (ticks-- && !cpu_is_empty(number))
		sleep_ticks(1);
	return cpu_is_empty(number);
}

static void holders_start(unsigned int number)
{
	__atomic_store_n(&may_unmap, false, __ATOMIC_RELEASE);
	for (uintptr_t i = 0; i < HOLDERS; i++) {
		began[i] = false;
		task_create("holder", unplug_holder, (void *)i, PRIORITY_WORKER, 1u << number | 1);
	}
}

/* Take CPU @number away from under the holders, which may go to CPU 0. */
static bool unplug_once(unsigned int number)
{
	/* So that CPU 0 takes none of them before they have mapped. */
	cpu_unplug(0);
	holders_start(number);
	for (unsigned int i = 0; i < HOLDERS; i++)
		while (!flag_is_set(&began[i]))
			sleep_ticks(1);
	cpu_plug(0);
	cpu_unplug(number);
	if (KMAP_WINDOW_CPU)
		CHECK(!empties(number, 5));
	else
		CHECK(empties(number, UNPLUG_PATIENCE_TICKS));
	flag_set(&may_unmap);
	CHECK(empties(number, UNPLUG_PATIENCE_TICKS));
	task_wait_all();
	cpu_plug(number);
	CHECK(failures == 0);
	return true;
}

static bool unplugged_with_mappings(void)
{
	if (cpus_online == 1)
		return skip("there is one CPU");
	failures = 0;
	for (unsigned int i = 0; i < TIMES; i++)
		CHECK(unplug_once(1 + i % (cpus_online - 1)));
	return true;
}

const struct selftest selftests_unplug[] = {
	{ "a CPU is taken away from under mappings, and comes back", unplugged_with_mappings, 3 },
	{ NULL, NULL, 0 },
};
