/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of several pages in one task, without interrupts; and which slots they and
 * mappings of one page get.
 */
#include <string.h>

#include "model.h"
#include "reports.h"
#include "unit.h"

/* Pages of a mapping of several pages, limited by the number of slots. */
#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

static unsigned int slot_of(const void *address)
{
	return kmap_where(address).slot;
}

/* The address of the newest mapping of the model. */
static const void *newest(void)
{
	return model_current()->hold[model_current()->count - 1].address;
}

static void every_length_takes_the_highest_slots_and_one_pin(void **state)
{
	(void)state;
	for (unsigned int pages = 2; pages <= KMAP_SLOTS; pages++) {
		const void *address = model_map_range(pages);

		assert_int_equal(slot_of(address), KMAP_WINDOW_SLOTS - pages - KMAP_GUARD);
		assert_int_equal(fake_current()->pins, MODEL_PINS(1));
		assert_int_equal(kmap_held(&fake_current()->kmap), 1);
		model_check();
		model_unmap(0, 0);
		model_check();
		assert_int_equal(fake_current()->kmap.used, 0);
	}
}

/* A mapping above determines the start; the first and last byte of every page unmap all. */
static void unmap_by_any_byte_of_any_page_at_every_start(unsigned int above, unsigned int pages)
{
	static const uintptr_t bytes[] = { 0, 1, KMAP_PAGE_SIZE - 1 };

	for (unsigned int nr = 0; nr < pages * 3; nr++) {
		if (above)
			model_map_range(above);
		model_map_range(pages);
		model_check();
		model_unmap(model_current()->count - 1, nr / 3 * KMAP_PAGE_SIZE + bytes[nr % 3]);
		model_check();
		model_unmap_all();
	}
}

static void any_byte_of_any_page_unmaps_all_at_every_start_and_length(void **state)
{
	(void)state;
	for (unsigned int pages = 1; pages <= KMAP_SLOTS; pages++)
		for (unsigned int above = 0; above <= KMAP_SLOTS - pages; above++)
			unmap_by_any_byte_of_any_page_at_every_start(above, pages);
}

/* After the unmap no page is translated by page tables or TLB. */
static void one_unmap_takes_all_pages_down(void **state)
{
	const char *address = model_map_range(FEW);

	(void)state;
	model_unmap(0, 0);
	for (unsigned int page = 0; page < FEW; page++)
		assert_int_equal(fake_translate(address + page * KMAP_PAGE_SIZE), FAKE_FAULT);
	model_check();
}

static void unmap_invalidates_each_page_once(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	model_map_range(FEW);
	assert_int_equal(fake_invalidations, 0);
	model_unmap(0, 0);
	assert_int_equal(fake_invalidations, FEW);
}

/* Three mappings, of one and of several pages, unmapped in each of the six orders. */
static void any_order_of_unmap_with_mappings_of_one_page(void **state)
{
	(void)state;
	if (KMAP_SLOTS < 5)
		return;
	for (unsigned int code = 0; code < 6; code++) {
		model_map_range(2);
		model_map();
		model_map_range(2);
		model_check();
		model_unmap(code % 3, 0);
		model_check();
		model_unmap(code / 3, 0);
		model_check();
		model_unmap(0, 0);
		model_check();
	}
}

/* Single mappings take slots from slot 0 up, the others from the highest slot down. */
static void one_page_takes_the_lowest_slot_and_several_the_highest(void **state)
{
	const unsigned int few = FEW + KMAP_GUARD;

	(void)state;
	if (KMAP_SLOTS < 2 * FEW + 2)
		return;
	model_map_range(FEW);
	assert_int_equal(slot_of(newest()), KMAP_WINDOW_SLOTS - few);
	model_map();
	assert_int_equal(slot_of(newest()), 0);
	model_map_range(FEW);
	assert_int_equal(slot_of(newest()), KMAP_WINDOW_SLOTS - 2 * few);
	model_map();
	assert_int_equal(slot_of(newest()), 1 << KMAP_GUARD);
	/* Slots freed at the top are used for the next longer mapping, not for a single one. */
	model_unmap(0, 0);
	model_map();
	assert_int_equal(slot_of(newest()), 2 << KMAP_GUARD);
	model_map_range(FEW);
	assert_int_equal(slot_of(newest()), KMAP_WINDOW_SLOTS - few);
	model_check();
	model_unmap_all();
}

/*
 * Unmapping any of a number of single mappings does not fragment the slots that they did not
 * use.
 */
static void several_fit_beside_single_mappings_however_those_come_and_go(void **state)
{
	(void)state;
	for (unsigned int pages = 1; pages < KMAP_SLOTS; pages++) {
		for (unsigned int hole = 0; hole < KMAP_SLOTS - pages; hole++) {
			model_hold(KMAP_SLOTS - pages);
			model_unmap(hole, 0);
			model_map_range(pages);
			model_check();
			model_unmap_all();
		}
	}
}

/* Enough slots are free, but not side by side: refused, by the try form without a report. */
static void fragmentation_is_told_from_room(void **state)
{
	const unsigned long first = fake_pfn(FAKE_DIRECT_FRAMES);

	(void)state;
	if (KMAP_SLOTS < 3 || KMAP_GUARD || FAKE_PTE_WORDS > 1 || FAKE_PAE)
		return;
	model_hold(KMAP_SLOTS);
	/* Free every second slot. */
	for (unsigned int nr = 0; nr < model_current()->count; nr++)
		model_unmap(nr, 0);
	assert_true(model_free() > 1);
	assert_null(kmap_local_try_range(first, 2));
	assert_int_equal(fake_report_count, 0);
	assert_null(kmap_local_range(first, 2));
	assert_report(KMAP_BUG_EXHAUSTED, KMAP_NO_SLOT, 0);
	model_check();
	/* A single mapping fits, and one of two pages when a neighbour has been unmapped. */
	model_map();
	model_unmap(model_current()->count - 1, 0);
	model_unmap(0, 0);
	model_map_range(2);
	model_check();
	model_unmap_all();
}

UNIT_MAIN(UNIT_TEST(every_length_takes_the_highest_slots_and_one_pin),
	  UNIT_TEST(any_byte_of_any_page_unmaps_all_at_every_start_and_length),
	  UNIT_TEST(one_unmap_takes_all_pages_down), UNIT_TEST(unmap_invalidates_each_page_once),
	  UNIT_TEST(any_order_of_unmap_with_mappings_of_one_page),
	  UNIT_TEST(one_page_takes_the_lowest_slot_and_several_the_highest),
	  UNIT_TEST(several_fit_beside_single_mappings_however_those_come_and_go),
	  UNIT_TEST(fragmentation_is_told_from_room))
