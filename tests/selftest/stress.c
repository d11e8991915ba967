/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Everything at the same time, checked against an array of what must be in each page.
 */
#include "selftest.h"

#include "options.h"
#include "random.h"

#define STRESS_PAGES 24
/* A handler holds two more. */
#define HELD_MAX (KMAP_DEPTH > 8 + 2 ? 8 : KMAP_DEPTH > 3 ? KMAP_DEPTH - 2 : 1)
#define STRESS_TASKS_A_CPU 3
#define OPERATIONS_DEFAULT 200000u
#define INTERRUPT_STAMP 0x1e77u

/* The state of one task: its pages, their contents, and its mappings of them. */
struct player {
	struct random random;
	struct page *pages[STRESS_PAGES];
	uint32_t stamps[STRESS_PAGES];
	struct {
		char *address;
		unsigned int page;
	} held[HELD_MAX];
	unsigned int held_count;
	uint32_t operations;
};

static unsigned int stress_interrupts;
static struct page *interrupt_page[KMAP_CPUS_MAX];

static void interrupt_maps(void)
{
	struct page *page = interrupt_page[this_cpu()->number];
	const void *first = kmap_local_page(page), *second = kmap_atomic(page);

	failed_if(!stamp_is(first, INTERRUPT_STAMP) || !stamp_is(second, INTERRUPT_STAMP));
	kunmap_local(first);
	kunmap_atomic(second);
	count_up(&stress_interrupts);
}

static bool verify(const struct player *player, unsigned int i)
{
	CHECK(stamp_is(player->held[i].address, player->stamps[player->held[i].page]));
	return true;
}

static bool verify_all(const struct player *player)
{
	for (unsigned int i = 0; i < player->held_count; i++)
		if (!verify(player, i))
			return false;
	return true;
}

static bool map_one(struct player *player)
{
	unsigned int page = random_below(&player->random, STRESS_PAGES);
	unsigned int i = player->held_count;

	if (i == HELD_MAX)
		return true;
	player->held[i].page = page;
	player->held[i].address = kmap_local_page(player->pages[page]);
	player->held_count++;
	return verify(player, i);
}

static bool unmap_one(struct player *player)
{
	unsigned int i;

	if (!player->held_count)
		return true;
	i = random_below(&player->random, player->held_count);
	if (!verify(player, i))
		return false;
	kunmap_local(player->held[i].address + random_below(&player->random, KMAP_PAGE_SIZE));
	player->held[i] = player->held[--player->held_count];
	return true;
}

/* Write through one mapping; all other mappings of the page must show it. */
static bool write_one(struct player *player)
{
	unsigned int i;

	if (!player->held_count)
		return true;
	i = random_below(&player->random, player->held_count);
	player->stamps[player->held[i].page] = random_next(&player->random);
	stamp_write(player->held[i].address, player->stamps[player->held[i].page]);
	return verify_all(player);
}

static bool disturb(struct player *player)
{
	switch (random_below(&player->random, 6)) {
	case 0:
		task_sleep_until(machine_now_ns() + random_below(&player->random, TICK_NS / 4));
		break;
	case 1:
		task_set_allowed(current_task(),
				 1 + random_below(&player->random, (1u << cpus_online) - 1));
		break;
	case 2:
		machine_interrupt_self();
		break;
	default:
		task_yield();
	}
	return verify_all(player);
}

static bool step(struct player *player)
{
	uint32_t choice = random_below(&player->random, 100);

	if (choice < 42)
		return map_one(player);
	if (choice < 84)
		return unmap_one(player);
	if (choice < 94)
		return write_one(player);
	return disturb(player);
}

/* At the end check every page through a new mapping. */
static bool finish(struct player *player)
{
	while (player->held_count)
		CHECK(unmap_one(player));
	for (unsigned int i = 0; i < STRESS_PAGES; i++) {
		const void *address = kmap_local_page(player->pages[i]);

		CHECK(stamp_is(address, player->stamps[i]));
		kunmap_local(address);
		page_free(player->pages[i]);
	}
	return nothing_held();
}

static void play(void *argument)
{
	struct player *player = argument;
	bool ok = true;

	for (unsigned int i = 0; i < STRESS_PAGES; i++) {
		player->stamps[i] = random_next(&player->random);
		player->pages[i] = stamped_page(player->stamps[i]);
	}
	for (uint32_t i = 0; i < player->operations && ok; i++) {
		ok = step(player);
		progress_step();
	}
	failed_if(!ok || !finish(player));
}

static bool stress(void)
{
	static struct player players[STRESS_TASKS_A_CPU * KMAP_CPUS_MAX];
	uint32_t total = (uint32_t)option_number("operations", OPERATIONS_DEFAULT);
	unsigned int count = STRESS_TASKS_A_CPU * cpus_online;

	failures = stress_interrupts = 0;
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++)
		interrupt_page[i] = stamped_page(INTERRUPT_STAMP);
	interrupt_test_hook(interrupt_maps);
	interrupt_timer_hook(interrupt_maps);
	progress_begin(total / count * count);
	for (unsigned int i = 0; i < count; i++) {
		players[i] = (struct player){ .random = { i + 1 }, .operations = total / count };
		start("player", play, &players[i], CPU_MASK_ALL);
	}
	task_wait_all();
	interrupt_timer_hook(NULL);
	interrupt_test_hook(NULL);
	for (unsigned int i = 0; i < KMAP_CPUS_MAX; i++)
		page_free(interrupt_page[i]);
	print("# %u tasks did %u operations, %u interrupts mapped on top\n", count,
	      total / count * count, stress_interrupts);
	CHECK(failures == 0);
	CHECK(progress_is_complete());
	CHECK(stress_interrupts > 0);
	return true;
}

const struct selftest selftests_stress[] = {
	{ "stress against a plain array", stress, 3 },
	{ NULL, NULL, 0 },
};
