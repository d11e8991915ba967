/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task-local mappings on all CPUs at the same time: nothing is shared but the counters,
 * which any CPU may read.
 */
#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define LOCAL_STEPS (race_share * 250u)
#define HELD_MAX 3u
#define FRAMES_OF_A_CPU (RACE_LOCAL / RACE_CPUS)

/* A page that only this CPU uses. */
static kmap_page_t *own_page(uint32_t nr)
{
	uint32_t first = RACE_FIRST_LOCAL + race_self->number * FRAMES_OF_A_CPU;

	return &race_pages[first + nr % FRAMES_OF_A_CPU];
}

static void check_shows(const void *address, const kmap_page_t *page)
{
	struct race_frame *frame = race_access(address);
	unsigned long number = kmap_host_page_to_pfn(page);

	if (!frame || !check_that(frame->number == number, "frame %u is mapped instead of %lu",
				  frame->number, number))
		return;
	frame->written++;
	check_that(kmap_to_page(address) == page, "the page of %p is not the one that was mapped",
		   address);
	check_that(kmap_local_len(address) >= KMAP_PAGE_SIZE, "%p has no length", address);
}

/* Map a few pages one by one, and unmap them in another order. */
static void map_some(uint32_t nr)
{
	const void *addresses[HELD_MAX];
	unsigned int count = 1 + race_random(HELD_MAX);

	for (unsigned int i = 0; i < count; i++)
		addresses[i] = kmap_local_page(own_page(nr + i));
	for (unsigned int i = 0; i < count; i++)
		check_shows(addresses[i], own_page(nr + i));
	for (unsigned int i = 0; i < count; i++)
		kunmap_local(addresses[(i + nr) % count]);
}

static void map_side_by_side(uint32_t nr)
{
	kmap_page_t *pages[HELD_MAX];
	char *address;

	for (unsigned int i = 0; i < HELD_MAX; i++)
		pages[i] = own_page(nr + i);
	address = kmap_local_pages(pages, HELD_MAX);
	for (unsigned int i = 0; i < HELD_MAX; i++)
		check_shows(address + i * KMAP_PAGE_SIZE, pages[i]);
	kunmap_local(address);
}

static void read_counters(void)
{
	struct kmap_stat stat;

	kmap_stat_read(race_window(&race_cpus[race_random(RACE_CPUS)]), &stat);
	check_that(stat.depth_max <= KMAP_WINDOW_SLOTS, "a depth of %u", stat.depth_max);
}

static void local_step(uint32_t nr)
{
	uint32_t choice = race_random(8);

	if (choice < 5)
		map_some(nr);
	else if (choice < 7)
		map_side_by_side(nr);
	else
		read_counters();
}

void test_local(void)
{
	uint32_t flushes = race_flushes();

	check_on_all(local_step, LOCAL_STEPS);
	check_that(race_flushes() == flushes, "task-local mappings flushed other CPUs");
	for (struct race_cpu *cpu = race_cpus; cpu < race_cpus + RACE_CPUS; cpu++) {
		struct kmap_stat stat;

		kmap_stat_read(race_window(cpu), &stat);
		check_that(stat.maps && stat.maps == stat.unmaps, "%u maps, %u unmaps", stat.maps,
			   stat.unmaps);
		check_that(!cpu->own.ctrl.used && !cpu->pins, "CPU %u holds something",
			   cpu->number);
	}
}
