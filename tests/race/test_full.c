/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A full persistent window, deterministically: CPU 0 holds all slots until each other CPU
 * has seen the window full, in a try, an interrupted wait or a wait for room. In
 * test_persistent.c that is left to chance.
 */
#include <sched.h>

#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define ROUNDS (race_share * 2u)
/* The page for which there is no slot. */
#define ONE_MORE KMAP_PERSISTENT_PAGES

static pthread_barrier_t full, round_end;
/* Maps refused in all rounds. */
static uint32_t refused;

static void check_shows(const void *address, uint32_t number)
{
	const struct race_frame *frame = race_access(address);

	check_that(frame && frame->number == number, "frame %u is not mapped", number);
}

static void hold_all(uint32_t round)
{
	for (uint32_t number = 0; number < KMAP_PERSISTENT_PAGES; number++)
		check_shows(kmap(&race_pages[number]), number);
	pthread_barrier_wait(&full);
	while (race_sleepers() < 2)
		sched_yield();
	race_interrupt(&race_cpus[2]);
	while (__atomic_load_n(&refused, __ATOMIC_RELAXED) < 2 * (round + 1))
		sched_yield();
	for (uint32_t number = 0; number < KMAP_PERSISTENT_PAGES; number++)
		kunmap(&race_pages[number]);
}

static void check_refused(const void *address, const char *call)
{
	check_that(!address, "%s found room in a full persistent window", call);
	__atomic_fetch_add(&refused, 1, __ATOMIC_RELAXED);
}

/* A mapped page is found, and no other page can be mapped. */
static void try_one_more(void)
{
	const void *found;

	pthread_barrier_wait(&full);
	found = kmap_high_get(&race_pages[0]);
	if (check_that(found != NULL, "a page that is mapped is not found"))
		kunmap(&race_pages[0]);
	check_refused(kmap_try(&race_pages[ONE_MORE]), "kmap_try");
}

static void wait_until_interrupted(void)
{
	pthread_barrier_wait(&full);
	check_refused(kmap_interruptible(&race_pages[ONE_MORE]), "kmap_interruptible");
}

static void wait_for_room(void)
{
	pthread_barrier_wait(&full);
	check_shows(kmap(&race_pages[ONE_MORE]), ONE_MORE);
	kunmap(&race_pages[ONE_MORE]);
}

static void play_part(uint32_t round)
{
	switch (race_self->number) {
	case 0:
		hold_all(round);
		break;
	case 1:
		try_one_more();
		break;
	case 2:
		wait_until_interrupted();
		break;
	default:
		wait_for_room();
	}
}

/* A CPU that is done wakes no other CPU any more, so it leaves the count of running CPUs. */
static void rounds(uint32_t nr)
{
	(void)nr;
	for (uint32_t round = 0; round < ROUNDS; round++) {
		play_part(round);
		race_wait_leave();
		pthread_barrier_wait(&round_end);
		race_wait_enter();
	}
}

void test_full(void)
{
	struct kmap_persistent_stat before, after;

	kmap_persistent_stat_read(&before);
	pthread_barrier_init(&full, NULL, RACE_CPUS);
	pthread_barrier_init(&round_end, NULL, RACE_CPUS);
	check_on_all(rounds, 1);
	pthread_barrier_destroy(&round_end);
	pthread_barrier_destroy(&full);
	kmap_persistent_stat_read(&after);
	check_that(after.waits - before.waits >= 2 * ROUNDS, "%u waits in %u rounds",
		   after.waits - before.waits, ROUNDS);
}
