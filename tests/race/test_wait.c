/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Sleep and wake-up: in each round every CPU maps one page of its own, once. A CPU that is
 * done waits for the others and wakes no other any more, so a lost wake-up is not hidden
 * by a later one.
 */
#include <kmap/kmap.h>

#include "check.h"
#include "tests.h"

#define ROUNDS (race_share * 10u)

static pthread_barrier_t round_end;

static void rounds(uint32_t nr)
{
	kmap_page_t *page = &race_pages[race_self->number];

	(void)nr;
	for (uint32_t round = 0; round < ROUNDS; round++) {
		const struct race_frame *frame = race_access(kmap(page));

		check_that(frame && frame->number == race_self->number, "another frame is mapped");
		race_linger();
		kunmap(page);
		race_wait_leave();
		pthread_barrier_wait(&round_end);
		race_wait_enter();
	}
}

void test_wait(void)
{
	pthread_barrier_init(&round_end, NULL, RACE_CPUS);
	check_on_all(rounds, 1);
	pthread_barrier_destroy(&round_end);
}
