/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All CPUs map more pages than the persistent window has room for.
 */
#include <stdio.h>

#include <kmap/kmap.h>

#include "check.h"
#include "flush.h"
#include "ledger.h"
#include "shared.h"
#include "tests.h"

#define PERSISTENT_STEPS (race_share * 400u)
#define WORD_STEPS (race_share * 400u)
/* The most pages that a CPU holds in addition to the first. */
#define MORE 2u

/* Events that must happen, or the test shows nothing. Counted with relaxed atomics. */
static struct {
	uint32_t full;
	uint32_t interrupted;
	uint32_t found;
	uint32_t forgotten;
} events;

/* Each shared page has a lock for writes, and the number of writes. */
static pthread_mutex_t write_locks[RACE_SHARED];
static uint32_t writes[RACE_SHARED];

/* The allocator of pages with one owner at a time. */
static pthread_mutex_t allocator_lock = PTHREAD_MUTEX_INITIALIZER;
static kmap_page_t *free_pages[RACE_OWNED];
static unsigned int free_count;

static void note(uint32_t *event)
{
	__atomic_fetch_add(event, 1, __ATOMIC_RELAXED);
}

static void write_to(struct race_frame *frame, uint32_t number)
{
	pthread_mutex_lock(&write_locks[number]);
	frame->written++;
	writes[number]++;
	check_that(frame->written == writes[number], "frame %u was written %u times, not %u",
		   number, frame->written, writes[number]);
	pthread_mutex_unlock(&write_locks[number]);
}

/* Check a shared page, write to it now and then, and unmap it. */
static void use_shared(kmap_page_t *page, const void *address)
{
	uint32_t number = (uint32_t)kmap_host_page_to_pfn(page);
	struct race_frame *frame = race_access(address);

	ledger_mapped(page, address);
	if (race_random(8) == 0)
		race_linger();
	if (frame &&
	    check_that(frame->number == number, "frame %u is mapped instead of %u", frame->number,
		       number) &&
	    race_random(4) == 0)
		write_to(frame, number);
	check_that(kmap_to_page(address) == page, "the page of %p is not the one that was mapped",
		   address);
	ledger_unmap(page, address);
	kunmap(page);
}

/* Map one page, and perhaps some more as long as there is room. */
static void try_shared(unsigned int more)
{
	kmap_page_t *page = &race_pages[race_random(RACE_SHARED)];
	const void *address = kmap_try(page);

	if (!address) {
		note(&events.full);
		return;
	}
	if (more && race_random(2))
		try_shared(more - 1);
	use_shared(page, address);
}

static void interruptible_shared(void)
{
	kmap_page_t *page = &race_pages[race_random(RACE_SHARED)];
	const void *address = kmap_interruptible(page);

	if (address)
		use_shared(page, address);
	else
		note(&events.interrupted);
}

static void find_shared(void)
{
	kmap_page_t *page = &race_pages[race_random(RACE_SHARED)];
	const void *address = kmap_high_get(page);

	if (!address)
		return;
	note(&events.found);
	use_shared(page, address);
}

static void map_shared(void)
{
	kmap_page_t *page = &race_pages[race_random(RACE_SHARED)];
	const void *address = kmap(page);

	if (race_random(2))
		try_shared(MORE);
	use_shared(page, address);
}

static kmap_page_t *allocate(void)
{
	kmap_page_t *page;

	pthread_mutex_lock(&allocator_lock);
	page = free_count ? free_pages[--free_count] : NULL;
	pthread_mutex_unlock(&allocator_lock);
	return page;
}

static void give_back(kmap_page_t *page)
{
	if (kmap_arch_shared_load(kmap_host_page_word(page)))
		note(&events.forgotten);
	kmap_persistent_forget(page);
	check_that(!kmap_high_get(page),
		   "a page that was given back is still in the persistent window");
	pthread_mutex_lock(&allocator_lock);
	free_pages[free_count++] = page;
	pthread_mutex_unlock(&allocator_lock);
}

/* Allocate a page: what is written through one mapping is seen through the next. */
static void own_page(uint32_t nr)
{
	kmap_page_t *page = allocate();
	uint32_t tag = nr * RACE_CPUS + race_self->number;
	struct race_frame *frame;

	if (!page)
		return;
	for (unsigned int turn = 0; turn < 3; turn++) {
		const void *address = kmap(page);

		ledger_mapped(page, address);
		frame = race_access(address);
		if (frame && turn == 0)
			frame->tag = tag;
		check_that(!frame || frame->tag == tag,
			   "a page of one's own has the tag %u, not %u", frame ? frame->tag : 0,
			   tag);
		ledger_unmap(page, address);
		kunmap(page);
	}
	give_back(page);
}

static uintptr_t slot_address(uint32_t slot)
{
	return RACE_PERSISTENT_BASE + slot * KMAP_PAGE_SIZE;
}

/* Lookups that are allowed at any time. */
static void ask(void)
{
	uintptr_t address = slot_address(race_random(KMAP_PERSISTENT_PAGES));
	const kmap_page_t *page = kmap_persistent_to_page((const void *)address);
	struct kmap_persistent_stat stat;

	check_that(!page || (page >= race_pages && page < race_pages + RACE_FIRST_LOCAL),
		   "an address of the persistent window shows no page of ours");
	kmap_persistent_stat_read(&stat);
	check_that(stat.wraps <= stat.flushes || stat.flushes > UINT32_MAX / 2,
		   "more wraps than flushes");
}

static void persistent_step(uint32_t nr)
{
	uint32_t choice = race_random(32);

	if (choice < 12)
		map_shared();
	else if (choice < 16)
		try_shared(MORE);
	else if (choice < 20)
		interruptible_shared();
	else if (choice < 23)
		find_shared();
	else if (choice < 28)
		own_page(nr);
	else if (choice < 29)
		kmap_flush_unused();
	else if (choice < 30)
		race_interrupt(&race_cpus[race_random(RACE_CPUS)]);
	else
		ask();
}

/* Without users, all slots can be taken down and used again. */
static void check_empty(void)
{
	kmap_flush_unused();
	for (uint32_t slot = 0; slot < KMAP_PERSISTENT_PAGES; slot++)
		check_that(kmap_arch_pte_is_none(*race_pte(slot_address(slot))),
			   "slot %u is mapped", slot);
	for (uint32_t frame = 0; frame < RACE_FRAMES; frame++)
		check_that(race_pages[frame].kmap_word == 0, "page %u has a slot", frame);
	check_that(kmap_persistent_waiters == 0, "%u wait", kmap_persistent_waiters);
	for (uint32_t frame = 0; frame < KMAP_PERSISTENT_PAGES; frame++)
		check_that(kmap_try(&race_pages[frame]) != NULL, "a slot was lost");
	for (uint32_t frame = 0; frame < KMAP_PERSISTENT_PAGES; frame++)
		kunmap(&race_pages[frame]);
}

static void check_events(void)
{
	struct kmap_persistent_stat stat;
	struct kmap_stat all;

	kmap_persistent_stat_read(&stat);
	kmap_stat_read(kmap_host_window(), &all);
	printf("# %u wraps, %u flushes, %u waits, %u interrupted, %u times full, %u found, %u "
	       "forgotten\n",
	       stat.wraps, stat.flushes, stat.waits, events.interrupted, events.full, events.found,
	       events.forgotten);
	/* How often it was full depends on chance; test_full.c does not depend on it. */
	check_that(stat.wraps && stat.flushes, "no slot was used again");
	check_that(events.found && events.forgotten, "nothing was found in the persistent window");
	check_that(all.remote_invalidations == race_flushes(), "%u flushes are counted as %u",
		   race_flushes(), all.remote_invalidations);
}

void test_persistent(void)
{
	for (unsigned int nr = 0; nr < RACE_SHARED; nr++)
		pthread_mutex_init(&write_locks[nr], NULL);
	while (free_count < RACE_OWNED) {
		free_pages[free_count] = &race_pages[RACE_FIRST_OWNED + free_count];
		free_count++;
	}
	check_on_all(persistent_step, PERSISTENT_STEPS);
	check_empty();
	check_events();
}

static uint32_t sum, expected;

static void add_step(uint32_t nr)
{
	kmap_shared_add(&sum, nr);
	__atomic_fetch_add(&expected, nr, __ATOMIC_RELAXED);
}

void test_words(void)
{
	check_on_all(add_step, WORD_STEPS);
	check_that(sum == expected, "the sum is %u, not %u", sum, expected);
}
