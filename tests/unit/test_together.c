/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Many mappings given back with one call: as one after the other, but with one invalidation
 * for each run of slots where the port has that; and mappings of several pages likewise.
 */
#include "inject.h"
#include "reports.h"
#include "unit.h"

/* As many as there are, up to four. */
#define FOUR (KMAP_SLOTS < 4 ? KMAP_SLOTS : 4)

static void anything_at_every_step(void **state)
{
	(void)state;
	for (unsigned int nr = 0; nr < INJECT_ACTIONS; nr++)
		for (const struct inject_case *each = inject_together_cases; each->name; each++) {
			inject_at_every_step(each, inject_actions[nr], false);
			inject_at_every_step(each, inject_actions[nr], true);
		}
}

/* Steps that invalidate, since the last call. */
static unsigned long invalidating_steps(void)
{
	static unsigned long before;
	unsigned long now = FAKE_RANGES ? fake_range_invalidations : fake_invalidations;
	unsigned long steps = now - before;

	before = now;
	return steps;
}

static void one_invalidation_is_for_slots_side_by_side(void **state)
{
	(void)state;
	model_hold(FOUR);
	invalidating_steps();
	model_unmap_together(FOUR);
	assert_int_equal(invalidating_steps(), FAKE_RANGES && KMAP_SLOT_PLAIN ? 1 : FOUR);
	model_check();
}

static void one_invalidation_is_for_several_pages(void **state)
{
	(void)state;
	model_map_range(FOUR);
	invalidating_steps();
	model_unmap(0, 0);
	assert_int_equal(invalidating_steps(), FAKE_RANGES ? 1 : FOUR);
	model_check();
}

/* Slots 0, 2 and 3 of 0 to 3: what lies between stays mapped. */
static void each_run_of_slots_is_invalidated(void **state)
{
	const void *held[FOUR], *some[FOUR];

	(void)state;
	if (FOUR < 4)
		return;
	for (unsigned int nr = 0; nr < 4; nr++)
		held[nr] = kmap_local_pfn(fake_pfn(FAKE_DIRECT_FRAMES + nr));
	some[0] = held[3];
	some[1] = held[0];
	some[2] = held[2];
	invalidating_steps();
	kunmap_local_all(some, 3);
	assert_int_equal(invalidating_steps(), FAKE_RANGES && KMAP_SLOT_PLAIN ? 2 : 3);
	assert_int_equal(fake_translate(held[1]), fake_pfn(FAKE_DIRECT_FRAMES + 1));
	assert_int_equal(fake_translate(held[0]), FAKE_FAULT);
	assert_int_equal(fake_translate(held[2]), FAKE_FAULT);
	assert_int_equal(fake_translate(held[3]), FAKE_FAULT);
	assert_int_equal(kmap_held(&fake_current()->kmap), 1);
	kunmap_local(held[1]);
}

static void a_direct_address_is_accepted(void **state)
{
	const void *held[2];

	(void)state;
	held[0] = kmap_local_pfn(fake_pfn(0));
	held[1] = kmap_local_pfn(fake_pfn(FAKE_DIRECT_FRAMES));
	kunmap_local_all(held, 2);
	kunmap_local_all(held, 0);
	model_check();
}

/* The first of two is given back, the second is reported, and so is NULL; the rest goes. */
static void B24_what_stands_there_twice_is_reported_once(void **state)
{
	const void *held[4];

	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	held[0] = kmap_local_pfn(fake_pfn(FAKE_DIRECT_FRAMES));
	held[1] = held[0];
	held[2] = NULL;
	held[3] = kmap_local_pfn(fake_pfn(FAKE_DIRECT_FRAMES + 1));
	kunmap_local_all(held, 4);
	assert_int_equal(fake_report_count, 2);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_NOT_MAPPED);
	assert_int_equal(fake_reports[0].value, (uintptr_t)held[0]);
	assert_int_equal(fake_reports[1].bug, KMAP_BUG_NOT_A_WINDOW);
	assert_true(fake_reports[1].caller != 0);
	fake_report_count = 0;
	model_check();
}

#define MANY 11

/* All pages high, so that one span follows the other where there are spans. */
static void copy_many(void)
{
	struct fake_page *to[MANY], *from[MANY];

	for (unsigned int nr = 0; nr < MANY; nr++) {
		to[nr] = &fake_pages[FAKE_DIRECT_FRAMES + nr];
		from[nr] = &fake_pages[FAKE_DIRECT_FRAMES + MANY + nr];
		to[nr]->content = 1;
		from[nr]->content = 3000 + nr;
	}
	if (kmap_copy_pages(to, from, MANY) != MANY)
		fake_fail("not all pages were copied");
	for (unsigned int nr = 0; nr < MANY; nr++)
		if (to[nr]->content != 3000 + nr || from[nr]->content != 3000 + nr)
			fake_fail("page %u was not copied", nr);
}

static void many_pages_are_copied_whatever_happens(void **state)
{
	static const struct inject_case copies = {
		.name = "copy many pages", .held = 1, .spare = 2, .other = 1, .operate = copy_many
	};

	(void)state;
	if (KMAP_SLOTS < 3)
		return;
	for (unsigned int nr = 0; nr < INJECT_ACTIONS; nr++) {
		if (inject_actions[nr] == inject_interrupt_full)
			continue;
		inject_at_every_step(&copies, inject_actions[nr], true);
	}
}

/* Half of the slots stay free for handlers. */
static void spans_leave_room(void **state)
{
	(void)state;
	if (KMAP_SLOTS < 8)
		return;
	model_hold(KMAP_SLOTS - 4);
	copy_many();
	assert_int_equal(fake_range_invalidations, 0);
	model_check();
	model_unmap_all();
	copy_many();
	assert_int_equal(fake_range_invalidations != 0, FAKE_RANGES);
}

static void maps_and_unmaps_balance(void **state)
{
	struct kmap_stat before, after;

	(void)state;
	kmap_stat_read(kmap_host_window(), &before);
	model_hold(FOUR);
	model_unmap_together(FOUR);
	kmap_stat_read(kmap_host_window(), &after);
	assert_int_equal(after.unmaps - before.unmaps, after.maps - before.maps);
	assert_int_equal(after.local_invalidations - before.local_invalidations,
			 KMAP_STATS ? FOUR : 0);
}

UNIT_MAIN(UNIT_TEST(anything_at_every_step), UNIT_TEST(one_invalidation_is_for_slots_side_by_side),
	  UNIT_TEST(one_invalidation_is_for_several_pages),
	  UNIT_TEST(each_run_of_slots_is_invalidated), UNIT_TEST(a_direct_address_is_accepted),
	  UNIT_TEST(B24_what_stands_there_twice_is_reported_once),
	  UNIT_TEST(many_pages_are_copied_whatever_happens), UNIT_TEST(spans_leave_room),
	  UNIT_TEST(maps_and_unmaps_balance))
