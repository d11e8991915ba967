/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The parts of the benchmarks that several jobs have: pairs, and switches between tasks with
 * mappings.
 */
#include <kmap/kmap.h>

#include "bench_count.h"
#include "sched.h"

uint64_t bench_pairs(struct page *page)
{
	page = keep(page);
	return BENCH_MEASURE(kunmap_local(keep(kmap_local_page(page))));
}

static struct page *const *held_pages;
static unsigned int held_wanted;
static volatile bool partner_stop;

/* Yield back and forth with the other task, both holding @held_wanted mappings. */
static uint64_t ping_pong(uint32_t rounds)
{
	/* NULL for static analysers: they cannot know that @held_wanted does not change here. */
	void *held[BENCH_HELD_MAX] = { NULL };
	uint64_t counted;

	for (unsigned int i = 0; i < held_wanted; i++)
		held[i] = kmap_local_page(held_pages[i]);
	task_yield();
	counted = machine_counter();
	for (uint32_t i = 0; i < rounds && !partner_stop; i++)
		task_yield();
	counted = machine_counter() - counted;
	for (unsigned int i = 0; i < held_wanted; i++)
		kunmap_local(held[i]);
	return counted;
}

static void partner(void *argument)
{
	unsigned int *running = argument;

	irq_disable();
	ping_pong(UINT32_MAX);
	--*running;
	irq_enable();
}

uint64_t bench_switches(struct page *const pages[], unsigned int held)
{
	unsigned int running = 1;
	uint64_t counted;

	held_pages = pages;
	held_wanted = held;
	partner_stop = false;
	task_create("partner", partner, &running, PRIORITY_MANAGER, 1u << this_cpu()->number);
	irq_disable();
	counted = ping_pong(BENCH_ROUNDS);
	partner_stop = true;
	while (*(volatile unsigned int *)&running)
		task_yield();
	irq_enable();
	return counted;
}
