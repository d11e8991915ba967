/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Two CPUs in the persistent window: whatever the other CPU does at any step of map, unmap,
 * flush and forget, mapped pages are visible, counts balance, and no task sleeps forever.
 */
#include "persistent_model.h"
#include "unit.h"

/* The page under test; an unused page that stays mapped; the first of the pages that evict it. */
#define PAGE 0
#define NEIGHBOUR 1
#define CROWD 2

static bool held_elsewhere;

/* Map other pages, so that every unused slot gets another page. */
static void recycle(void)
{
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES && !fake_shared_locked; nr++) {
		kmap_page_t *page = persistent_page(CROWD + nr);

		if (kmap_try(page))
			kunmap(page);
	}
}

/* Map and unmap the page under test. */
static void map_and_unmap(void)
{
	if (!fake_shared_locked && kmap_try(persistent_page(PAGE)))
		kunmap(persistent_page(PAGE));
}

/* Become a user of the page and stay, if it is mapped. */
static void get_and_keep(void)
{
	if (!held_elsewhere && kmap_high_get(persistent_page(PAGE)))
		held_elsewhere = true;
}

static void get_and_put(void)
{
	if (kmap_high_get(persistent_page(PAGE)))
		kunmap(persistent_page(PAGE));
	if (kmap_high_get(persistent_page(NEIGHBOUR)))
		kunmap(persistent_page(NEIGHBOUR));
}

static void forget_neighbour(void)
{
	kmap_persistent_forget(persistent_page(NEIGHBOUR));
}

static void flush_unused(void)
{
	if (!fake_shared_locked)
		kmap_flush_unused();
}

/* Evict the page, and map it again, perhaps in another slot. */
static void recycle_and_map(void)
{
	recycle();
	map_and_unmap();
}

/* A slot in use always has a page whose word names the slot, also in the middle of a map. */
static void look_at_words(void)
{
	for (uint32_t nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++) {
		const struct kmap_persistent_slot *slot = &kmap_persistent_table[nr];

		if ((slot->count & KMAP_PERSISTENT_COUNT_MASK) && slot->page->kmap_word != nr + 1)
			fake_fail("slot %u has a page whose word is %u", nr, slot->page->kmap_word);
	}
}

static void (*const actions[])(void) = {
	recycle,	  map_and_unmap, get_and_keep,	  get_and_put,
	forget_neighbour, flush_unused,	 recycle_and_map, look_at_words,
};

#define ACTIONS (sizeof(actions) / sizeof(actions[0]))

static void (*action)(void);

static void on_the_other_cpu(void)
{
	fake_execute_on(FAKE_OTHER_CPU);
	persistent_touch();
	action();
	persistent_touch();
	fake_execute_on(0);
}

/* States of the page before the operation. */
static void state_unmapped(void)
{
	persistent_map(persistent_page(NEIGHBOUR));
	kunmap(persistent_page(NEIGHBOUR));
}

static void state_cached(void)
{
	state_unmapped();
	persistent_map(persistent_page(PAGE));
	kunmap(persistent_page(PAGE));
}

static void state_used(void)
{
	state_cached();
	get_and_keep();
}

static void (*const states[])(void) = { state_unmapped, state_cached, state_used };

#define STATES (sizeof(states) / sizeof(states[0]))

static void operate_pair(void)
{
	kmap_page_t *page = persistent_page(PAGE);
	void *address = kmap_try(page);

	if (!address)
		fake_fail("no room, though nobody uses the persistent window");
	for (unsigned int nr = 0; nr < 2; nr++)
		if (fake_translate(address) != kmap_host_page_to_pfn(page))
			fake_fail("%p shows another page", address);
	fake_step("in use");
	if (kmap_persistent_to_page(address) != page)
		fake_fail("%p is of another page", address);
	kunmap(page);
}

static void operate_flush(void)
{
	kmap_flush_unused();
}

/* Forget the page: it is unused here, so it may be freed. */
static void operate_forget(void)
{
	kmap_persistent_forget(persistent_page(NEIGHBOUR));
}

static void run(void (*prepare)(void), void (*operate)(void), struct fake_plan *plan)
{
	unsigned int users;

	fake_persistent_reset();
	held_elsewhere = false;
	prepare();
	fake_arm(plan);
	operate();
	fake_disarm();
	persistent_check();
	users = persistent_page(PAGE)->kmap_word ? persistent_count(persistent_page(PAGE)) : 1;
	if (users > 1 + (unsigned int)held_elsewhere || (held_elsewhere && users != 2))
		fake_fail("%u users are counted", users);
	if (held_elsewhere)
		kunmap(persistent_page(PAGE));
	/* All slots can be used again. */
	persistent_fill(0);
	persistent_empty(0);
}

static void at_every_step(void (*prepare)(void), void (*operate)(void))
{
	struct fake_plan plan = { .action = on_the_other_cpu };

	do {
		run(prepare, operate, &plan);
		plan.at++;
	} while (plan.fired);
	assert_true(plan.at > 3);
}

static void all_actions_and_states(void (*operate)(void))
{
	for (unsigned int nr = 0; nr < ACTIONS; nr++) {
		action = actions[nr];
		for (unsigned int from = 0; from < STATES; from++)
			at_every_step(states[from], operate);
	}
}

static void B25_map_and_unmap_against_the_other_cpu(void **state)
{
	(void)state;
	all_actions_and_states(operate_pair);
}

static void B25_flush_against_the_other_cpu(void **state)
{
	(void)state;
	all_actions_and_states(operate_flush);
}

/* No CPU may use a page that is being freed, but other pages may be mapped and unmapped. */
static void B21_forget_against_the_other_cpu(void **state)
{
	static void (*const harmless[])(void) = { recycle, map_and_unmap, get_and_keep,
						  flush_unused };

	(void)state;
	for (unsigned int nr = 0; nr < sizeof(harmless) / sizeof(harmless[0]); nr++) {
		action = harmless[nr];
		at_every_step(state_unmapped, operate_forget);
	}
}

static bool gave_back;

static void give_back(void)
{
	gave_back = true;
	kunmap(persistent_page(CROWD));
}

static bool sleep_or_lost(bool interruptible)
{
	(void)interruptible;
	if (gave_back && !fake_persistent_woken)
		fake_fail("room was made, and the sleeper is not woken");
	fake_disarm();
	if (!gave_back)
		on_the_other_cpu();
	if (!fake_persistent_woken)
		fake_fail("room is made, and the sleeper is not woken");
	return false;
}

static void operate_wait(void)
{
	kmap(persistent_page(PAGE));
}

/* If a slot becomes unused at any step, the task that needs one finds it, or is woken. */
static void B23_no_wake_up_is_lost(void **state)
{
	struct fake_plan plan = { .action = on_the_other_cpu };

	(void)state;
	action = give_back;
	do {
		fake_persistent_reset();
		for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++)
			persistent_map(persistent_page(CROWD + nr));
		fake_persistent_sleep = sleep_or_lost;
		gave_back = false;
		fake_arm(&plan);
		operate_wait();
		fake_disarm();
		persistent_check();
		kunmap(persistent_page(PAGE));
		if (!gave_back)
			fake_fail("room in a full persistent window");
		for (unsigned int nr = 1; nr < KMAP_PERSISTENT_PAGES; nr++)
			kunmap(persistent_page(CROWD + nr));
		plan.at++;
	} while (plan.fired);
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(B25_map_and_unmap_against_the_other_cpu),
	  PERSISTENT_TEST(B25_flush_against_the_other_cpu),
	  PERSISTENT_TEST(B21_forget_against_the_other_cpu),
	  PERSISTENT_TEST(B23_no_wake_up_is_lost))
