/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cache colours: every frame is mapped at an address of its colour, or not at all. Only
 * built with several colours.
 */
#include <string.h>

#include "model.h"
#include "unit.h"

_Static_assert(FAKE_COLOURS > 1, "these tests are about colours");

static unsigned int address_colour(const void *address)
{
	return (unsigned int)(((uintptr_t)address >> KMAP_ARCH_PAGE_SHIFT) % FAKE_COLOURS);
}

/* The @nr-th high frame of a colour. */
static unsigned long pfn_of(unsigned int colour, unsigned int nr)
{
	unsigned long pfn = fake_pfn(FAKE_DIRECT_FRAMES) + nr * FAKE_COLOURS;

	return pfn + (colour - pfn) % FAKE_COLOURS;
}

/* Map frames of one colour until there is no room; unmaps all and returns how many there were. */
static unsigned int fill_with(unsigned int colour)
{
	const void *address[KMAP_SLOTS];
	unsigned int count = 0;
	uintptr_t below = 0;

	while (count < KMAP_SLOTS) {
		address[count] = kmap_local_try_pfn(pfn_of(colour, count));
		if (!address[count])
			break;
		assert_int_equal(address_colour(address[count]), colour);
		assert_int_equal(fake_translate(address[count]), pfn_of(colour, count));
		/* The lowest first. */
		assert_true((uintptr_t)address[count] > below);
		below = (uintptr_t)address[count++];
	}
	for (unsigned int nr = 0; nr < count; nr++)
		kunmap_local(address[nr]);
	return count;
}

static void one_page_gets_the_lowest_slot_of_its_colour(void **state)
{
	unsigned int count = 0;

	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++)
		count += fill_with(colour);
	/* With guards, one mapping less: the last slot has no room for its guard. */
	assert_int_equal(count, KMAP_WINDOW_SLOTS - KMAP_GUARD);
	model_check();
}

/* The address determines the colour, not the slot number. */
static void windows_may_begin_at_any_colour(void **state)
{
	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++) {
		fake_machine_reset();
		fake_window_base += colour * KMAP_PAGE_SIZE;
		kmap_window_init(fake_window(0), 0);
		for (unsigned int wanted = 0; wanted < FAKE_COLOURS; wanted++)
			assert_true(fill_with(wanted) > 0);
	}
}

static void no_slot_of_the_colour_is_exhaustion(void **state)
{
	const void *address[KMAP_SLOTS];
	const void *other;
	unsigned int count = 0;

	(void)state;
	while (count < KMAP_SLOTS && (address[count] = kmap_local_try_pfn(pfn_of(1, count))))
		count++;
	assert_int_equal(fake_report_count, 0);
	if (count < KMAP_SLOTS) {
		assert_null(kmap_local_pfn(pfn_of(1, count)));
		assert_int_equal(fake_report_count, 1);
		assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
		fake_report_count = 0;
	}
	assert_int_equal(fake_current()->pins, MODEL_PINS(count));
	kunmap_local(address[--count]);
	other = kmap_local_pfn(pfn_of(1, count));
	assert_ptr_equal(other, address[count]);
	kunmap_local(other);
	while (count)
		kunmap_local(address[--count]);
	model_check();
}

static void several_pages_take_the_highest_slots_of_their_colours(void **state)
{
	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++) {
		const char *address = kmap_local_range(pfn_of(colour, 1), 3);
		const char *highest = (const char *)kmap_window_slot_address(
			0, KMAP_WINDOW_SLOTS - 3 - KMAP_GUARD);

		for (unsigned int page = 0; page < 3; page++) {
			const char *at = address + page * KMAP_PAGE_SIZE;

			assert_int_equal(address_colour(at), (colour + page) % FAKE_COLOURS);
			assert_int_equal(fake_translate(at), pfn_of(colour, 1) + page);
		}
		assert_true(address <= highest);
		assert_true(highest - address < (ptrdiff_t)(FAKE_COLOURS * KMAP_PAGE_SIZE));
		kunmap_local(address);
	}
	model_check();
}

static void assert_refused(unsigned int pages)
{
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_COLOURS);
	assert_int_equal(fake_reports[0].value, pages);
	fake_report_count = 0;
	model_check();
}

static void colours_that_do_not_follow_are_refused(void **state)
{
	unsigned long same[] = { pfn_of(1, 1), pfn_of(1, 2) };
	unsigned long late[] = { pfn_of(0, 1), pfn_of(1, 5), pfn_of(1, 6) };
	unsigned long right[] = { pfn_of(FAKE_COLOURS - 1, 1), pfn_of(0, 5),
				  pfn_of(1 % FAKE_COLOURS, 9) };
	const void *address;

	(void)state;
	assert_null(kmap_local_pfns(same, 2));
	assert_refused(2);
	assert_null(kmap_local_pfns(late, 3));
	assert_refused(3);
	address = kmap_local_pfns(right, 3);
	assert_int_equal(address_colour(address), FAKE_COLOURS - 1);
	assert_int_equal(fake_translate((const char *)address + 2 * KMAP_PAGE_SIZE), right[2]);
	kunmap_local(address);
	model_check();
}

UNIT_MAIN(UNIT_TEST(one_page_gets_the_lowest_slot_of_its_colour),
	  UNIT_TEST(windows_may_begin_at_any_colour),
	  UNIT_TEST(no_slot_of_the_colour_is_exhaustion),
	  UNIT_TEST(several_pages_take_the_highest_slots_of_their_colours),
	  UNIT_TEST(colours_that_do_not_follow_are_refused))
