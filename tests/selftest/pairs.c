/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pages side by side. A TLB that software loads may have two of them in one entry: then what becomes
 * of one is felt by the other, which must not be seen.
 */
#include "selftest.h"

#include <kmap/persistent.h>

#include "machine.h"

/* Two for each place. */
#define PAIR_PAGES 4
/* What differs between rounds. */
#define READ_FIRST 1u
#define READ_SECOND 2u
#define SECOND_GOES 4u
#define PAIR_ROUNDS 8u

/* @page takes the place of the one that is gone, and goes, too; beside the one that stays. */
static bool place_used_again(const char *gone, const char *stays, uint32_t stamp, struct page *page)
{
	uint8_t byte;

	CHECK(!machine_try_read(gone, &byte));
	CHECK(stamp_is(stays, stamp));
	CHECK(kmap_local_page(page) == gone);
	CHECK(stamp_is(gone, 2));
	CHECK(stamp_is(stays, stamp));
	kunmap_local(gone);
	CHECK(stamp_is(stays, stamp));
	CHECK(!machine_try_read(gone, &byte));
	return true;
}

/* Map two, use none, one or both of them in between, unmap either of them, then the other one. */
static bool round_of(struct page *const *pages, unsigned int how)
{
	uint32_t goes = how & SECOND_GOES ? 1 : 0;
	const char *address[2];
	uint8_t byte;

	address[0] = kmap_local_page(pages[0]);
	CHECK(!(how & READ_FIRST) || stamp_is(address[0], 0));
	address[1] = kmap_local_page(pages[1]);
	CHECK(!(how & READ_SECOND) || stamp_is(address[1], 1));
	kunmap_local(address[goes]);
	CHECK(place_used_again(address[goes], address[!goes], !goes, pages[2 + goes]));
	kunmap_local(address[!goes]);
	CHECK(!machine_try_read(address[0], &byte) && !machine_try_read(address[1], &byte));
	return true;
}

static bool local_neighbours(void)
{
	struct page *pages[PAIR_PAGES];
	bool good = true;

	if (!machine_can_walk())
		return skip("this machine cannot try whether a page is mapped");
	for (uint32_t i = 0; i < PAIR_PAGES; i++)
		pages[i] = stamped_page_of(i < 2 ? i : 2, FILLING_COLOUR(i % 2));
	migrate_disable();
	for (unsigned int how = 0; how < PAIR_ROUNDS && good; how++)
		good = round_of(pages, how);
	migrate_enable();
	for (unsigned int i = 0; i < PAIR_PAGES; i++)
		page_free(pages[i]);
	return good;
}

static const char *waiter_address;
/* How many waiters have used it. */
static unsigned int waiters_used;
static bool waiter_gone;

/* Uses a mapping that has no neighbour, sleeps until it is gone, and tries again. */
static void uses_and_waits(void *argument)
{
	uint8_t byte;

	(void)argument;
	failed_if(!machine_try_read(waiter_address, &byte));
	count_up(&waiters_used);
	while (!flag_is_set(&waiter_gone))
		sleep_ticks(1);
	failed_if(machine_try_read(waiter_address, &byte));
}

/* The flush comes while another task runs, whose address space may be another one. */
static bool persistent_of_a_task_that_waits(void)
{
	struct page *page;

	if (!machine_can_walk())
		return skip("this machine cannot try whether a page is mapped");
	kmap_flush_unused();
	page = stamped_page(1);
	waiter_address = kmap(page);
	failures = 0;
	waiters_used = 0;
	waiter_gone = false;
	for (unsigned int cpu = 0; cpu < cpus_online; cpu++)
		start("user", uses_and_waits, NULL, 1u << cpu);
	while (__atomic_load_n(&waiters_used, __ATOMIC_ACQUIRE) < cpus_online)
		sleep_ticks(1);
	sleep_ticks(2);
	kunmap(page);
	kmap_flush_unused();
	flag_set(&waiter_gone);
	task_wait_all();
	page_free(page);
	return failures == 0;
}

const struct selftest selftests_pairs[] = {
	{ "pairs: pages side by side come and go one by one", local_neighbours, 2 },
	{ "pairs: a persistent mapping goes for a task that has used it and waits",
	  persistent_of_a_task_that_waits, 1 },
	{ NULL, NULL, 0 },
};
