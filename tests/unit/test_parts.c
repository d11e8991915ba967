/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Internal functions of the core, with arguments that the public interface never passes:
 * each must keep its contract for any caller.
 */
#include <flush.h>
#include <mapping.h>
#include <shared.h>
#include <turn.h>

#include "model.h"
#include "reports.h"
#include "unit.h"

static void general_map_refuses_no_pages_and_too_many(void **state)
{
	const struct kmap_frames frames = { .first = model_fresh_pfn() };
	static const size_t counts[] = { 0, KMAP_SLOTS + 1, SIZE_MAX };

	(void)state;
	for (size_t nr = 0; nr < sizeof(counts) / sizeof(counts[0]); nr++) {
		assert_null(
			kmap_mapping_make(&frames, counts[nr], KMAP_PROT_DEFAULT,
					  (uintptr_t)general_map_refuses_no_pages_and_too_many));
		assert_report(KMAP_BUG_PAGES, KMAP_NO_SLOT, counts[nr]);
		model_check();
	}
}

/* The unmap with a caller of 0 reports its own caller. */
static void general_unmap_names_its_caller(void **state)
{
	const uintptr_t end = kmap_window_end() + KMAP_PAGE_SIZE;

	(void)state;
	kmap_mapping_unmap((void *)end, 0);
	assert_report(KMAP_BUG_NOT_A_WINDOW, KMAP_NO_SLOT, end);
	model_check();
}

static void general_map_and_unmap_make_a_pair(void **state)
{
	const struct kmap_frames frames = { .first = model_fresh_pfn() };
	const void *address;

	(void)state;
	address = kmap_mapping_make(&frames, 1, KMAP_PROT_DEFAULT,
				    (uintptr_t)general_map_and_unmap_make_a_pair);
	assert_int_equal(fake_translate(address), frames.first);
	kmap_mapping_unmap(address, 0);
	assert_int_equal(fake_report_count, 0);
	model_check();
}

static void there_is_room_for_as_many_pages_as_slots_and_for_some(void **state)
{
	unsigned long pfn = model_fresh_pfn();

	(void)state;
	assert_false(kmap_mapping_fits(0, pfn));
	assert_true(kmap_mapping_fits(1, pfn));
	assert_true(kmap_mapping_fits(KMAP_SLOTS, pfn));
	assert_false(kmap_mapping_fits(KMAP_SLOTS + 1, pfn));
	assert_false(kmap_mapping_fits(SIZE_MAX, pfn));
	/* Not even if the count is truncated to 32 bits. */
	assert_false(kmap_mapping_fits(((size_t)1 << 32) + 1, pfn));
}

static uint32_t sum;

static void add_on_the_other_cpu(void)
{
	kmap_shared_add(&sum, 10);
}

/* Another CPU adds at any step of an addition: neither is lost. */
static void additions_of_two_cpus_are_not_lost(void **state)
{
	struct fake_plan plan = { .action = add_on_the_other_cpu };

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		sum = 5;
		fake_arm(&plan);
		kmap_shared_add(&sum, 2);
		fake_disarm();
		assert_int_equal(sum, plan.fired ? 17 : 7);
	}
	/* At least the load and the swap were interrupted. */
	assert_in_range(plan.at, 3, UINT_MAX);
}

/* The try forms also map a direct frame without a slot. */
static void direct_frame_is_tried_with_all_slots_used(void **state)
{
	const void *address;

	(void)state;
	model_hold(KMAP_SLOTS);
	address = kmap_local_try_pfn(1);
	if (KMAP_FORCE_MAP)
		assert_null(address);
	else
		assert_ptr_equal(address, kmap_host_direct_address(1));
	assert_int_equal(fake_report_count, 0);
	model_unmap_all();
}

/* More pages than fit in the address space: no sum wraps, and every offset is valid. */
static void helpers_take_more_pages_than_there_are_addresses(void **state)
{
	const size_t wraps = SIZE_MAX / KMAP_PAGE_SIZE + 2;
	kmap_page_t *const pages[] = { &fake_pages[0] };

	(void)state;
	assert_int_equal(kmap_memset_pages(pages, wraps, 5 * KMAP_PAGE_SIZE, 0, 0), 0);
	assert_int_equal(kmap_memset_pages(pages, SIZE_MAX, SIZE_MAX, 0, 0), 0);
	assert_int_equal(fake_report_count, 0);
	assert_int_equal(kmap_memset_pages(pages, SIZE_MAX, SIZE_MAX, 0, 1), 0);
	assert_report(KMAP_BUG_PAGE_RANGE, KMAP_NO_SLOT, SIZE_MAX);
	model_check();
}

/* The first task in the queue may take room; one that leaves wakes the next. */
static void turns_are_in_the_order_of_waiting(void **state)
{
	struct kmap_turn turn[3] = { { NULL, false }, { NULL, false }, { NULL, false } };
	unsigned int wakes = fake_persistent_wakes;

	(void)state;
	for (unsigned int nr = 0; nr < 3; nr++)
		kmap_turn_join(&turn[nr]);
	kmap_turn_join(&turn[0]);
	assert_ptr_equal(kmap_turn_first, &turn[0]);
	kmap_turn_leave(&turn[1]);
	assert_ptr_equal(kmap_turn_first, &turn[0]);
	kmap_turn_leave(&turn[0]);
	assert_ptr_equal(kmap_turn_first, &turn[2]);
	assert_int_equal(fake_persistent_wakes, wakes + 2);
	kmap_turn_leave(&turn[1]);
	kmap_turn_leave(&turn[2]);
	assert_null(kmap_turn_first);
	assert_int_equal(fake_persistent_wakes, wakes + 2);
}

UNIT_MAIN(UNIT_TEST(turns_are_in_the_order_of_waiting),
	  UNIT_TEST(general_map_refuses_no_pages_and_too_many),
	  UNIT_TEST(general_unmap_names_its_caller), UNIT_TEST(general_map_and_unmap_make_a_pair),
	  UNIT_TEST(there_is_room_for_as_many_pages_as_slots_and_for_some),
	  UNIT_TEST(additions_of_two_cpus_are_not_lost),
	  UNIT_TEST(direct_frame_is_tried_with_all_slots_used),
	  UNIT_TEST(helpers_take_more_pages_than_there_are_addresses))
