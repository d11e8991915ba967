/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings across task switches.
 */
#include "selftest.h"

#define SWITCH_TASKS_A_CPU 4
#define SWITCH_ROUNDS 300

/* Hold a few mappings, yield, and check them. */
static bool hold_and_yield(uint32_t stamp)
{
	struct page *pages[3];
	const void *addresses[3];

	for (uint32_t i = 0; i < 3; i++) {
		pages[i] = stamped_page(stamp + i);
		addresses[i] = kmap_local_page(pages[i]);
	}
	for (unsigned int round = 0; round < SWITCH_ROUNDS; round++) {
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

static void switch_holder(void *argument)
{
	failed_if(!hold_and_yield((uint32_t)(uintptr_t)argument));
}

/* The tasks of a CPU use the same slots; each sees its own pages (bugs B2, B4, B20). */
static bool own_pages_after_switches(void)
{
	failures = 0;
	for (unsigned int i = 0; i < SWITCH_TASKS_A_CPU * cpus_online; i++)
		start("holder", switch_holder, (void *)(uintptr_t)((i + 1) * 16), CPU_MASK_ALL);
	task_wait_all();
	CHECK(failures == 0);
	return true;
}

/* Spin without yielding until the tick has preempted all spinners. */
static void spinner(void *argument)
{
	uint32_t stamp = (uint32_t)(uintptr_t)argument;
	struct page *page = stamped_page(stamp);
	const void *address = kmap_local_page(page);
	bool counted = false;

	while (spinner_goes_on(&counted))
		failed_if(!stamp_is(address, stamp));
	failed_if(kmap_where(address).window != kmap_host_window()->number);
	kunmap_local(address);
	page_free(page);
	failed_if(!nothing_held());
}

/* How often a task was preempted with a mapping, on all CPUs. */
static unsigned int preemptions(void)
{
	unsigned int sum = 0;

	for (unsigned int i = 0; i < cpus_online; i++)
		sum += cpu_look(i).preempted_while_mapped;
	return sum;
}

/* The tick preempts tasks that hold mappings (needs N4), and each time is counted. */
static bool preempted_while_mapped(void)
{
	unsigned int count = preemptions();

	failures = 0;
	spinners_expect(2 * cpus_online);
	for (unsigned int i = 0; i < 2 * cpus_online; i++)
		start("spinner", spinner, (void *)(uintptr_t)(i + 1), 1u << i % cpus_online);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(preemptions() - count >= 2 * cpus_online * PREEMPTIONS_MIN);
	return true;
}

/* What is told of a CPU: the mappings of this task, however long, are on this one only. */
static bool held_on_each_cpu(void)
{
	struct page *pages[] = { stamped_page_of(1, 0), stamped_page_of(2, 1) };
	unsigned int held[KMAP_CPUS_MAX] = { 0 };
	unsigned long flags = irq_save();
	void *single = kmap_local_page(pages[0]), *range = kmap_local_pages(pages, 2);
	unsigned int here = this_cpu()->number;

	for (unsigned int i = 0; i < cpus_online; i++)
		held[i] = cpu_look(i).held;
	kunmap_local(range);
	kunmap_local(single);
	irq_restore(flags);
	for (unsigned int i = 0; i < cpus_online; i++)
		CHECK(held[i] == (i == here ? 2 : 0));
	CHECK(cpu_look(here).held == 0);
	for (unsigned int i = 0; i < 2; i++)
		page_free(pages[i]);
	return true;
}

static struct page *switch_shared_page;

/* Another task has another page, at the same address where the window is not its own. */
static void other_mapper(void *argument)
{
	struct page *page = stamped_page(77);
	const void *address = kmap_local_page(page);

	failed_if((address == argument) == KMAP_WINDOW_TASK || !stamp_is(address, 77));
	task_yield();
	failed_if(!stamp_is(address, 77));
	kunmap_local(address);
	page_free(page);
}

/* The mapping of a task that sleeps is not visible to the next task. */
static bool mapping_is_private(void)
{
	const void *address;

	failures = 0;
	switch_shared_page = stamped_page(55);
	address = kmap_local_page(switch_shared_page);
	start("other", other_mapper, (void *)address, 1u << this_cpu()->number);
	task_wait_all();
	CHECK(failures == 0);
	CHECK(stamp_is(address, 55));
	kunmap_local(address);
	page_free(switch_shared_page);
	return true;
}

const struct selftest selftests_switch[] = {
	{ "own pages at the same addresses after many switches (B2, B4, B20)",
	  own_pages_after_switches, 3 },
	{ "preempted by the tick while mapped", preempted_while_mapped, 1 },
	{ "mappings held on each CPU", held_on_each_cpu, 3 },
	{ "a sleeping task's slot is free for the next task", mapping_is_private, 1 },
	{ NULL, NULL, 0 },
};
