/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A local mapping only needs a slot for each level of recursion. No operation takes a lock
 * or looks up a PTE.
 */
#include "model.h"
#include "unit.h"

static unsigned int depth, deepest;

/* Setting a PTE maps another page, recursively. */
static void map_again(void)
{
	const void *address;

	depth++;
	deepest = depth > deepest ? depth : deepest;
	address = kmap_local_pfn(model_fresh_pfn());
	if (address)
		kunmap_local(address);
	depth--;
}

/* Every level claims a slot, so the last one finds none. */
static void B5_endless_recursion_ends_in_a_report(void **state)
{
	(void)state;
	depth = deepest = 0;
	fake_set_hook = map_again;
	model_map();
	assert_int_equal(deepest, KMAP_SLOTS);
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
	fake_report_count = 0;
	model_check();
	fake_set_hook = NULL;
	model_unmap_all();
}

/* Every operation on local mappings except the switch. */
static void operate(void)
{
	const void *address;

	model_hold(KMAP_SLOTS);
	model_unmap(0, 0);
	model_interrupt(1);
	address = kmap_local_try_pfn(model_fresh_pfn());
	assert_int_not_equal(kmap_local_len(address), 0);
	assert_non_null(kmap_to_page(address));
	kunmap_local(address);
	address = kmap_atomic_pfn(model_fresh_pfn());
	kunmap_atomic(address);
	model_unmap_all();
	model_map_range(KMAP_SLOTS);
	model_unmap_all();
	kmap_copy_page(&fake_pages[FAKE_DIRECT_FRAMES], &fake_pages[0]);
	kmap_clear_page(&fake_pages[FAKE_DIRECT_FRAMES]);
	model_check();
}

static void switch_there_and_back(void)
{
	model_hold(KMAP_SLOTS);
	model_switch(&fake_tasks[2]);
	model_hold(KMAP_SLOTS / 2);
	model_switch(&fake_tasks[0]);
	model_finish();
}

/* Another CPU holds the lock; taking it again fails the test. */
static void B22_local_mappings_take_no_lock(void **state)
{
	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	kmap_host_shared_lock();
	operate();
	switch_there_and_back();
	kmap_host_shared_unlock();
}

/* No page table is created, freed or looked up once a CPU runs. */
static void B25_page_tables_are_looked_up_at_set_up_only(void **state)
{
	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	if (!KMAP_WINDOW_PRIVATE)
		assert_in_range(fake_pte_lookups, FAKE_WINDOWS * KMAP_WINDOW_SLOTS, UINT_MAX);
	fake_pte_lookups = 0;
	operate();
	switch_there_and_back();
	assert_int_equal(fake_pte_lookups, 0);
}

UNIT_MAIN(UNIT_TEST(B5_endless_recursion_ends_in_a_report),
	  UNIT_TEST(B22_local_mappings_take_no_lock),
	  UNIT_TEST(B25_page_tables_are_looked_up_at_set_up_only))
