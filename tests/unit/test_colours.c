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
		kmap_window_init(fake_window(0), fake_window_number());
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

/* Map frames in all slots, from the lowest on; returns how many there were. */
static unsigned int fill_all(const void **address)
{
	uintptr_t first = fake_window_base >> KMAP_ARCH_PAGE_SHIFT;
	unsigned int count = 0;

	for (; count < KMAP_SLOTS; count++) {
		unsigned int colour = (first + count * (1 + KMAP_GUARD)) % FAKE_COLOURS;

		address[count] = kmap_local_try_pfn(pfn_of(colour, count));
		if (!address[count])
			break;
	}
	return count;
}

/*
 * Found by the simulator: two slots are free, which suffice for each of two copies by itself, but
 * kmap_copy_pages() kept the first one's target while it mapped the second one's source.
 */
static void copies_of_several_pages_have_room_if_each_has(void **state)
{
	const void *address[KMAP_SLOTS];
	unsigned int count = fill_all(address), colour[2];
	kmap_page_t *from[2], *to[2];

	(void)state;
	for (unsigned int nr = 0; nr < 2; nr++) {
		colour[nr] = address_colour(address[nr]);
		kunmap_local(address[nr]);
	}
	for (unsigned int nr = 0; nr < 2; nr++) {
		from[nr] = kmap_host_pfn_to_page(pfn_of(colour[nr], KMAP_SLOTS));
		to[nr] = kmap_host_pfn_to_page(pfn_of(colour[!nr], KMAP_SLOTS + 1));
	}
	assert_int_equal(kmap_copy_pages(to, from, 2), 2);
	assert_int_equal(fake_report_count, 0);
	for (unsigned int nr = 2; nr < count; nr++)
		kunmap_local(address[nr]);
	model_check();
}

static void several_pages_take_the_highest_slots_of_their_colours(void **state)
{
	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++) {
		const char *address = kmap_local_range(pfn_of(colour, 1), 3);
		const char *highest = (const char *)kmap_window_slot_address(
			fake_window_number(), KMAP_WINDOW_SLOTS - 3 - KMAP_GUARD);

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

/* Mappings that are held, the oldest first. */
struct pile {
	const void *address[KMAP_SLOTS];
	unsigned int count;
};

/* Map frames of a colour; all of them must fit. */
static void pile_up(struct pile *pile, unsigned int colour, unsigned int count)
{
	for (; count; count--) {
		const void *address = kmap_local_try_pfn(pfn_of(colour, pile->count));

		assert_non_null(address);
		assert_int_equal(address_colour(address), colour);
		pile->address[pile->count++] = address;
	}
}

static void pile_down(struct pile *pile, unsigned int left)
{
	while (pile->count > left)
		kunmap_local(pile->address[--pile->count]);
}

/* How many pages of one colour this window has room for, each with its guard. */
static unsigned int room_for(unsigned int colour)
{
	unsigned int count = 0;

	for (unsigned int slot = 0; slot + KMAP_GUARD < KMAP_WINDOW_SLOTS; slot++)
		count += address_colour((const void *)kmap_window_slot_address(fake_window_number(),
									       slot)) == colour;
	return count;
}

/* Without a free slot of the colour, although there are slots of another one. */
static void assert_exhausted(unsigned int colour)
{
	assert_null(kmap_local_try_pfn(pfn_of(colour, 0)));
	assert_int_equal(fake_report_count, 0);
	assert_null(kmap_local_pfn(pfn_of(colour, 0)));
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
	assert_int_equal(fake_reports[0].kind, KMAP_VALUE_COLOUR);
	assert_int_equal(fake_reports[0].value, colour);
	assert_int_equal(fake_reports[0].used, kmap_host_ctrl()->used);
	fake_report_count = 0;
}

/* A handler takes its quarter; then @inner happens in it. */
static void in_a_handler(struct pile *pile, unsigned int colour,
			 void (*inner)(struct pile *pile, unsigned int colour))
{
	struct kmap_irq_state before = kmap_irq_enter();
	unsigned int held = pile->count;

	fake_this_cpu()->irq_depth++;
	pile_up(pile, colour, KMAP_DEPTH / 4);
	inner(pile, colour);
	pile_down(pile, held);
	fake_this_cpu()->irq_depth--;
	kmap_irq_exit(before);
}

/* Exactly as many more as there is room for, in whichever context. */
static void no_more_than_the_room(struct pile *pile, unsigned int colour)
{
	unsigned int held = pile->count;

	pile_up(pile, colour, room_for(colour) - held);
	assert_exhausted(colour);
	if (!KMAP_GUARD)
		pile_up(pile, (colour + 1) % FAKE_COLOURS, 1);
	pile_down(pile, held);
}

static void and_another_handler(struct pile *pile, unsigned int colour)
{
	no_more_than_the_room(pile, colour);
	in_a_handler(pile, colour, no_more_than_the_room);
}

/*
 * The budget when all pages have one colour: half of KMAP_DEPTH in the task, a quarter in a
 * handler, a quarter in one nested over that. Where KMAP_SLOTS is a multiple of the colours, and
 * there are no guards, no more than that.
 */
static void budget_of_one_colour_is_kmap_depth(void **state)
{
	struct pile pile = { .count = 0 };

	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++) {
		assert_true(room_for(colour) >= KMAP_DEPTH);
		if (!KMAP_GUARD && KMAP_SLOTS % FAKE_COLOURS == 0)
			assert_int_equal(room_for(colour), KMAP_DEPTH);
		pile_up(&pile, colour, KMAP_DEPTH / 2);
		no_more_than_the_room(&pile, colour);
		in_a_handler(&pile, colour, and_another_handler);
		pile_down(&pile, 0);
	}
	model_check();
}

/* Any KMAP_DEPTH pages fit, also where others have left holes. */
static void budget_holds_for_all_mixtures_of_colours(void **state)
{
	struct pile pile = { .count = 0 };
	unsigned int mixtures = 1;

	(void)state;
	for (unsigned int nr = 0; nr < KMAP_DEPTH; nr++)
		mixtures *= FAKE_COLOURS;
	for (unsigned int mixture = 0; mixture < mixtures; mixture++) {
		unsigned int digits = mixture;

		for (unsigned int nr = 0; nr < KMAP_DEPTH; nr++, digits /= FAKE_COLOURS)
			pile_up(&pile, digits % FAKE_COLOURS, 1);
		for (unsigned int nr = mixture % 2; nr < KMAP_DEPTH; nr += 2) {
			kunmap_local(pile.address[nr]);
			pile.address[nr] =
				kmap_local_try_pfn(pfn_of(mixture / 2 % FAKE_COLOURS, 20 + nr));
			assert_non_null(pile.address[nr]);
		}
		pile_down(&pile, 0);
	}
	model_check();
}

UNIT_MAIN(UNIT_TEST(budget_of_one_colour_is_kmap_depth),
	  UNIT_TEST(budget_holds_for_all_mixtures_of_colours),
	  UNIT_TEST(one_page_gets_the_lowest_slot_of_its_colour),
	  UNIT_TEST(windows_may_begin_at_any_colour),
	  UNIT_TEST(no_slot_of_the_colour_is_exhaustion),
	  UNIT_TEST(copies_of_several_pages_have_room_if_each_has),
	  UNIT_TEST(several_pages_take_the_highest_slots_of_their_colours),
	  UNIT_TEST(colours_that_do_not_follow_are_refused))
