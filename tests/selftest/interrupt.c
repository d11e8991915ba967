/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupt handlers that map over what they interrupt.
 */
#include "selftest.h"

#define DEPTH_MAX 3
#define INTERRUPT_ROUNDS 200

static struct page *handler_pages[KMAP_CPUS_MAX][DEPTH_MAX];
static unsigned int deepest;

static uint32_t handler_stamp(unsigned int cpu, unsigned int depth)
{
	return 1000 + cpu * DEPTH_MAX + depth;
}

/* Map a page, and raise a nested interrupt while it is mapped, down to the wanted depth. */
static void nested_handler(void)
{
	unsigned int depth = current_task()->interrupt_depth - 1;
	unsigned int cpu = this_cpu()->number;
	uint32_t used = current_task()->kmap.used;
	const void *address;

	if (depth >= DEPTH_MAX)
		return;
	if (depth > __atomic_load_n(&deepest, __ATOMIC_RELAXED))
		__atomic_store_n(&deepest, depth, __ATOMIC_RELAXED);
	address = kmap_local_page(handler_pages[cpu][depth]);
	if (depth + 1 < DEPTH_MAX)
		machine_interrupt_self();
	failed_if(!stamp_is(address, handler_stamp(cpu, depth)));
	kunmap_local(address);
	failed_if(current_task()->kmap.used != used);
}

static void handlers_start(void)
{
	failures = deepest = 0;
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int depth = 0; depth < DEPTH_MAX; depth++)
			handler_pages[cpu][depth] = stamped_page(handler_stamp(cpu, depth));
	interrupt_test_hook(nested_handler);
	interrupt_timer_hook(nested_handler);
}

static void handlers_stop(void)
{
	interrupt_timer_hook(NULL);
	interrupt_test_hook(NULL);
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++)
		for (unsigned int depth = 0; depth < DEPTH_MAX; depth++)
			page_free(handler_pages[cpu][depth]);
}

/* Interrupts nested three deep over a task that holds mappings. */
static bool nested_over_mappings(void)
{
	struct page *a = stamped_page(1), *b = stamped_page(2);
	const void *first, *second;

	handlers_start();
	for (unsigned int i = 0; i < INTERRUPT_ROUNDS; i++) {
		first = kmap_local_page(a);
		machine_interrupt_self();
		second = kmap_local_page(b);
		machine_interrupt_self();
		CHECK(stamp_is(first, 1) && stamp_is(second, 2));
		kunmap_local(first);
		machine_interrupt_self();
		CHECK(stamp_is(second, 2));
		kunmap_local(second);
	}
	handlers_stop();
	CHECK(failures == 0);
	CHECK(deepest == DEPTH_MAX - 1);
	page_free(a);
	page_free(b);
	return true;
}

static void churn(void *argument)
{
	uint32_t stamp = (uint32_t)(uintptr_t)argument;
	struct page *page = stamped_page(stamp);
	uint64_t end_ns = machine_now_ns() + 30 * TICK_NS;

	while (machine_now_ns() < end_ns) {
		const void *address = kmap_local_page(page);

		failed_if(!stamp_is(address, stamp));
		kunmap_local(address);
	}
	page_free(page);
}

/* The tick interrupts map and unmap at any instruction, maps, and switches tasks (bugs B1, B22). */
static bool ticks_during_map_and_unmap(void)
{
	handlers_start();
	for (unsigned int i = 0; i < 2 * cpus_online; i++)
		start("churn", churn, (void *)(uintptr_t)(i + 1), CPU_MASK_ALL);
	task_wait_all();
	handlers_stop();
	CHECK(failures == 0);
	return true;
}

const struct selftest selftests_interrupt[] = {
	{ "interrupts nested three deep over mappings", nested_over_mappings, 5 },
	{ "ticks that map during map and unmap (B1, B22)", ticks_during_map_and_unmap, 4 },
	{ NULL, NULL, 0 },
};
