/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings across task switches.
 */
#include "selftest.h"

#define TASKS_A_CPU 4
#define ROUNDS 300

static unsigned int failures;

/* Hold a few mappings, give the CPU away, and look whether they are still ours. */
static bool hold_and_yield(uint32_t stamp)
{
	struct page *pages[3];
	const void *addresses[3];

	for (uint32_t i = 0; i < 3; i++) {
		pages[i] = stamped_page(stamp + i);
		addresses[i] = kmap_local_page(pages[i]);
	}
	for (unsigned int round = 0; round < ROUNDS; round++) {
		if (round % 50 == 0)
			sleep_ticks(1);
		else
			task_yield();
		for (uint32_t i = 0; i < 3; i++)
			CHECK(stamp_is(addresses[i], stamp + i));
	}
	for (uint32_t i = 0; i < 3; i++) {
		kunmap_local(addresses[i]);
		page_free(pages[i]);
	}
	return nothing_held();
}

static void holder(void *argument)
{
	if (!hold_and_yield((uint32_t)(uintptr_t)argument))
		count_up(&failures);
}

/* Every task has the same slots of its CPU; each sees its own pages (bugs B2, B4, B20). */
static bool own_pages_after_switches(void)
{
	failures = 0;
	for (unsigned int i = 0; i < TASKS_A_CPU * cpus_online; i++)
		start("holder", holder, (void *)(uintptr_t)((i + 1) * 16), CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	return true;
}

/* Tasks that were not yet preempted often enough. */
static unsigned int spinners_left;

/*
 * Spin, without ever asking for a switch, until the tick has preempted all of
 * us often: who stops early leaves its neighbour with nobody to be preempted for.
 */
static bool spin_mapped(uint32_t stamp)
{
	struct page *page = stamped_page(stamp);
	const void *address = kmap_local_page(page);
	const struct task *self = current_task();
	bool counted = false;

	while (__atomic_load_n(&spinners_left, __ATOMIC_RELAXED)) {
		CHECK(stamp_is(address, stamp));
		if (counted || *(volatile unsigned int *)&self->preempted_while_mapped < 5)
			continue;
		counted = true;
		__atomic_fetch_sub(&spinners_left, 1, __ATOMIC_RELAXED);
	}
	CHECK(kmap_where(address).cpu == this_cpu()->number);
	kunmap_local(address);
	page_free(page);
	return nothing_held();
}

static void spinner(void *argument)
{
	if (!spin_mapped((uint32_t)(uintptr_t)argument))
		count_up(&failures);
}

/* The tick takes the CPU away from a task that holds mappings (needs N4). */
static bool preempted_while_mapped(void)
{
	failures = 0;
	spinners_left = 2 * cpus_online;
	for (unsigned int i = 0; i < 2 * cpus_online; i++)
		start("spinner", spinner, (void *)(uintptr_t)(i + 1), 1u << i % cpus_online);
	task_wait_all();
	CHECK(failures == 0);
	return true;
}

static struct page *shared_page;

/* The same address means another page in another task. */
static void other_mapper(void *argument)
{
	struct page *page = stamped_page(77);
	const void *address = kmap_local_page(page);

	if (address != argument || !stamp_is(address, 77))
		count_up(&failures);
	task_yield();
	if (!stamp_is(address, 77))
		count_up(&failures);
	kunmap_local(address);
	page_free(page);
}

/* A task that sleeps with a mapping does not lend it to the next one. */
static bool mapping_is_private(void)
{
	const void *address;

	failures = 0;
	shared_page = stamped_page(55);
	address = kmap_local_page(shared_page);
	start("other", other_mapper, (void *)address, 1u << this_cpu()->number);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(stamp_is(address, 55));
	kunmap_local(address);
	page_free(shared_page);
	return true;
}

const struct selftest selftests_switch[] = {
	{ "own pages at the same addresses after many switches (B2, B4, B20)",
	  own_pages_after_switches, 3 },
	{ "preempted by the tick while mapped", preempted_while_mapped, 1 },
	{ "a sleeping task's slot is free for the next task", mapping_is_private, 1 },
	{ NULL, NULL, 0 },
};
