/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: every state of a slot, every size, every way to wait. Misuse is
 * in test_persistent_misuse.c, injections between two steps are in test_persistent_steps.c.
 */
#include "persistent_model.h"
#include "unit.h"

static void B21_every_state_of_a_slot(void **state)
{
	kmap_page_t *page = persistent_page(0);
	void *address;

	(void)state;
	assert_null(kmap_high_get(page));
	address = persistent_map(page);
	assert_int_equal(persistent_count(page), 2);
	assert_ptr_equal(persistent_map(page), address);
	assert_ptr_equal(kmap_high_get(page), address);
	assert_int_equal(persistent_count(page), 4);
	for (uint32_t count = 3; count >= 1; count--) {
		kunmap(page);
		assert_int_equal(persistent_count(page), count);
		persistent_check();
	}
	assert_ptr_equal(kmap_try(page), address);
	assert_int_equal(persistent_count(page), 2);
	kunmap(page);
	assert_int_equal(fake_persistent_flushes, 0);
	kmap_flush_unused();
	assert_int_equal(persistent_count(page), 0);
	assert_int_equal(fake_persistent_valid_ptes(), 0);
	persistent_check();
}

/* Each slot is used once, including the last, and none beyond. */
static void B21_whole_persistent_window_is_used_and_no_more(void **state)
{
	uintptr_t seen = 0;

	(void)state;
	persistent_fill(0);
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++) {
		const char *address = kmap_persistent_address(persistent_page(nr)->kmap_word - 1);

		assert_ptr_equal(kmap_persistent_to_page(address), persistent_page(nr));
		assert_ptr_equal(kmap_persistent_to_page(address + KMAP_PAGE_SIZE - 1),
				 persistent_page(nr));
		seen += (uintptr_t)address - FAKE_PERSISTENT_BASE;
	}
	assert_int_equal(seen / KMAP_PAGE_SIZE,
			 (uintptr_t)KMAP_PERSISTENT_PAGES * (KMAP_PERSISTENT_PAGES - 1) / 2);
	assert_int_equal(fake_persistent_valid_ptes(), KMAP_PERSISTENT_PAGES);
	assert_null(kmap_try(persistent_page(KMAP_PERSISTENT_PAGES)));
	assert_int_equal(persistent_page(KMAP_PERSISTENT_PAGES)->kmap_word, 0);
	persistent_check();
	persistent_empty(0);
}

static void B10_addresses_beside_the_persistent_window_are_not_its_own(void **state)
{
	const char *start = (const char *)FAKE_PERSISTENT_BASE, *end = start + KMAP_PERSISTENT_SIZE;

	(void)state;
	assert_true(kmap_persistent_contains(start) && kmap_persistent_contains(end - 1));
	assert_false(kmap_persistent_contains(start - 1) || kmap_persistent_contains(end));
	assert_false(kmap_persistent_contains(NULL));
	assert_null(kmap_persistent_to_page(start));
	persistent_fill(0);
	assert_non_null(kmap_persistent_to_page(start));
	assert_non_null(kmap_persistent_to_page(end - 1));
	assert_null(kmap_persistent_to_page(start - 1));
	assert_null(kmap_persistent_to_page(end));
	assert_null(kmap_persistent_to_page(NULL));
	persistent_empty(0);
	assert_null(kmap_persistent_to_page(start));
}

/* persistent_check() reads every slot on two CPUs before and after. */
static void B7_one_flush_for_the_whole_lot(void **state)
{
	struct kmap_persistent_stat stat;

	(void)state;
	for (unsigned int round = 0; round < 4; round++) {
		persistent_fill(round % 2);
		persistent_check();
		assert_int_equal(fake_persistent_flushes, round);
		assert_int_equal(fake_persistent_flushed_pages, round ? KMAP_PERSISTENT_PAGES : 0);
		persistent_empty(round % 2);
	}
	kmap_persistent_stat_read(&stat);
	assert_int_equal(stat.wraps, 3);
	assert_int_equal(stat.flushes, 3);
	assert_int_equal(stat.waits, 0);
}

/* Only unused mappings are taken down, and only their addresses are flushed. */
static void B7_used_mappings_stay_through_a_wrap(void **state)
{
	const unsigned int middle = KMAP_PERSISTENT_PAGES / 2;
	const void *address;

	(void)state;
	persistent_fill(0);
	address = kmap_high_get(persistent_page(0));
	kunmap(persistent_page(0));
	kunmap(persistent_page(middle));
	persistent_map(persistent_page(KMAP_PERSISTENT_PAGES));
	assert_int_equal(fake_persistent_flushes, 1);
	assert_int_equal(fake_persistent_flushed_pages, 1);
	assert_int_equal(persistent_page(middle)->kmap_word, 0);
	if (middle)
		assert_ptr_equal(kmap_persistent_to_page(address), persistent_page(0));
	persistent_check();
	kunmap(persistent_page(KMAP_PERSISTENT_PAGES));
	persistent_map(persistent_page(middle));
	persistent_empty(0);
}

/* Nothing can be taken down: repeated tries do not flush. */
static void B23_full_persistent_window_fails_a_try(void **state)
{
	struct kmap_persistent_stat stat;

	(void)state;
	persistent_fill(0);
	for (unsigned int nr = 0; nr < 3; nr++)
		assert_null(kmap_try(persistent_page(KMAP_PERSISTENT_PAGES)));
	assert_int_equal(fake_persistent_flushes, 0);
	kmap_persistent_stat_read(&stat);
	assert_int_equal(stat.wraps + stat.waits, 0);
	persistent_map(persistent_page(0));
	kunmap(persistent_page(0));
	persistent_empty(0);
}

static unsigned int sleeps;
static bool may_be_interrupted;

/* Two spurious wake-ups; then a page briefly has one more user; then its last user unmaps it. */
static bool sleep_until_room(bool interruptible)
{
	assert_int_equal(interruptible, may_be_interrupted);
	if (++sleeps < 3)
		return false;
	assert_int_equal(kmap_persistent_waiters, 1);
	fake_execute_on(FAKE_OTHER_CPU);
	if (kmap_high_get(persistent_page(0)))
		kunmap(persistent_page(0));
	assert_int_equal(fake_persistent_wakes, 0);
	kunmap(persistent_page(0));
	fake_execute_on(0);
	assert_true(fake_persistent_woken);
	return false;
}

static bool sleep_interrupted(bool interruptible)
{
	if (sleeps++)
		fake_fail("sleeps again after the interruption");
	assert_true(interruptible);
	return true;
}

static void B23_full_persistent_window_sleeps_until_there_is_room(void **state)
{
	struct kmap_persistent_stat stat;

	(void)state;
	for (unsigned int round = 0; round < 2; round++) {
		persistent_fill(0);
		sleeps = fake_persistent_wakes = 0;
		fake_persistent_sleep = sleep_until_room;
		may_be_interrupted = round;
		assert_non_null(round ? kmap_interruptible(persistent_page(KMAP_PERSISTENT_PAGES))
				      : kmap(persistent_page(KMAP_PERSISTENT_PAGES)));
		assert_int_equal(sleeps, 3);
		assert_int_equal(fake_persistent_wakes, 1);
		assert_int_equal(kmap_persistent_waiters, 0);
		persistent_check();
		kunmap(persistent_page(KMAP_PERSISTENT_PAGES));
		persistent_map(persistent_page(0));
		persistent_empty(0);
		assert_int_equal(fake_persistent_wakes, 1);
	}
	kmap_persistent_stat_read(&stat);
	assert_int_equal(stat.waits, 6);
}

static void B23_interrupted_wait_maps_nothing(void **state)
{
	(void)state;
	persistent_fill(0);
	sleeps = 0;
	fake_persistent_sleep = sleep_interrupted;
	assert_null(kmap_interruptible(persistent_page(KMAP_PERSISTENT_PAGES)));
	assert_int_equal(sleeps, 1);
	assert_int_equal(kmap_persistent_waiters, 0);
	assert_int_equal(persistent_page(KMAP_PERSISTENT_PAGES)->kmap_word, 0);
	assert_false(fake_persistent_waiting);
	persistent_check();
	persistent_empty(0);
}

/* While a task waits a slot becomes unused, and another task tries to get it. */
static bool room_that_another_wants(bool interruptible)
{
	(void)interruptible;
	sleeps++;
	kunmap(persistent_page(0));
	assert_null(kmap_try(persistent_page(KMAP_PERSISTENT_PAGES + 1)));
	/* A page that is mapped needs no room. */
	if (KMAP_PERSISTENT_PAGES > 1) {
		assert_non_null(kmap_try(persistent_page(1)));
		kunmap(persistent_page(1));
	}
	return false;
}

static void T9_13_room_is_for_the_task_that_waits(void **state)
{
	(void)state;
	persistent_fill(0);
	sleeps = 0;
	fake_persistent_sleep = room_that_another_wants;
	assert_non_null(kmap(persistent_page(KMAP_PERSISTENT_PAGES)));
	assert_int_equal(sleeps, 1);
	kunmap(persistent_page(KMAP_PERSISTENT_PAGES));
	/* When no task waits, any task may take it. */
	assert_non_null(kmap_try(persistent_page(KMAP_PERSISTENT_PAGES + 1)));
	kunmap(persistent_page(KMAP_PERSISTENT_PAGES + 1));
	persistent_map(persistent_page(0));
	persistent_empty(0);
}

static bool interrupted_beside_room(bool interruptible)
{
	(void)interruptible;
	sleeps++;
	kunmap(persistent_page(0));
	return true;
}

static void T9_13_interrupted_wait_leaves_the_queue(void **state)
{
	(void)state;
	persistent_fill(0);
	sleeps = 0;
	fake_persistent_sleep = interrupted_beside_room;
	assert_null(kmap_interruptible(persistent_page(KMAP_PERSISTENT_PAGES)));
	assert_non_null(kmap_try(persistent_page(KMAP_PERSISTENT_PAGES + 1)));
	kunmap(persistent_page(KMAP_PERSISTENT_PAGES + 1));
	persistent_map(persistent_page(0));
	persistent_empty(0);
}

/* A freed page leaves its slot, which is then taken down like others, and its word is cleared. */
static void B21_freed_page_is_forgotten(void **state)
{
	kmap_page_t *page = persistent_page(0);

	(void)state;
	kmap_persistent_forget(page);
	persistent_map(page);
	kunmap(page);
	kmap_persistent_forget(page);
	assert_int_equal(page->kmap_word, 0);
	assert_null(kmap_high_get(page));
	persistent_check();
	if (KMAP_PERSISTENT_PAGES > 1) {
		persistent_map(page);
		assert_int_equal(fake_persistent_flushes, 0);
	}
	kmap_flush_unused();
	assert_int_equal(fake_persistent_valid_ptes(), KMAP_PERSISTENT_PAGES > 1);
	assert_int_equal(persistent_count(page), KMAP_PERSISTENT_PAGES > 1 ? 2 : 0);
	if (KMAP_PERSISTENT_PAGES > 1)
		kunmap(page);
}

static void direct_pages_take_no_room(void **state)
{
	kmap_page_t *page = &fake_pages[1];
	void *direct = kmap_host_direct_address(1);

	(void)state;
	assert_int_equal(kmap(page) == direct, !KMAP_FORCE_MAP);
	assert_int_equal(page->kmap_word != 0, KMAP_FORCE_MAP);
	assert_int_equal(kmap_high_get(page) == direct, !KMAP_FORCE_MAP);
	kunmap(page);
	kunmap(page);
	kmap_persistent_forget(page);
	assert_int_equal(page->kmap_word, 0);
}

/* PTEs and TLB entries that a boot loader left on the boot CPU. */
static void B21_init_leaves_all_slots_unmapped(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++) {
		*fake_persistent_pte((uintptr_t)kmap_persistent_address(nr)) =
			kmap_arch_pte_make(fake_pfn(FAKE_DIRECT_FRAMES), KMAP_PROT_DEFAULT);
		assert_true(fake_translate(kmap_persistent_address(nr)) != FAKE_FAULT);
	}
	kmap_persistent_init();
	assert_int_equal(fake_persistent_valid_ptes(), 0);
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++)
		assert_true(fake_translate(kmap_persistent_address(nr)) == FAKE_FAULT);
}

#define PERSISTENT_TEST(function)                                                                  \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(PERSISTENT_TEST(B21_every_state_of_a_slot),
	  PERSISTENT_TEST(B21_whole_persistent_window_is_used_and_no_more),
	  PERSISTENT_TEST(B10_addresses_beside_the_persistent_window_are_not_its_own),
	  PERSISTENT_TEST(B7_one_flush_for_the_whole_lot),
	  PERSISTENT_TEST(B7_used_mappings_stay_through_a_wrap),
	  PERSISTENT_TEST(B23_full_persistent_window_fails_a_try),
	  PERSISTENT_TEST(B23_full_persistent_window_sleeps_until_there_is_room),
	  PERSISTENT_TEST(B23_interrupted_wait_maps_nothing),
	  PERSISTENT_TEST(T9_13_room_is_for_the_task_that_waits),
	  PERSISTENT_TEST(T9_13_interrupted_wait_leaves_the_queue),
	  PERSISTENT_TEST(B21_freed_page_is_forgotten), PERSISTENT_TEST(direct_pages_take_no_room),
	  PERSISTENT_TEST(B21_init_leaves_all_slots_unmapped))
