/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers for whole pages: they do the work, flush what they wrote from the cache once, and
 * leave nothing mapped on any path, whatever happens between two steps. Helpers for parts
 * of pages need real bytes: see test_page_bytes.c.
 */
#include "inject.h"
#include "unit.h"

#define LOW_FRAME 2
#define HIGH_FRAME (FAKE_DIRECT_FRAMES + 7)
#define OTHER_FRAME (FAKE_DIRECT_FRAMES + 9)

static void clear_page_of_any_zone(void **state)
{
	static const unsigned int frames[] = { LOW_FRAME, HIGH_FRAME };

	(void)state;
	for (unsigned int nr = 0; nr < 2; nr++) {
		uint32_t beside = fake_pages[frames[nr] + 1].content;

		kmap_clear_page(&fake_pages[frames[nr]]);
		assert_int_equal(fake_pages[frames[nr]].content, 0);
		assert_int_equal(fake_pages[frames[nr] + 1].content, beside);
		assert_int_equal(fake_cache_flushes, nr + 1);
		model_check();
	}
}

static void copy_page_between_any_zones(void **state)
{
	static const unsigned int frames[][2] = {
		{ LOW_FRAME, LOW_FRAME + 1 }, { LOW_FRAME, HIGH_FRAME },  { HIGH_FRAME, LOW_FRAME },
		{ HIGH_FRAME, OTHER_FRAME },  { HIGH_FRAME, HIGH_FRAME },
	};

	(void)state;
	for (unsigned int nr = 0; nr < (KMAP_SLOTS < 2 ? 3 : 5); nr++) {
		struct fake_page *to = &fake_pages[frames[nr][0]];
		struct fake_page *from = &fake_pages[frames[nr][1]];

		from->content = 1000 + nr;
		kmap_copy_page(to, from);
		assert_int_equal(to->content, 1000 + nr);
		assert_int_equal(from->content, 1000 + nr);
		assert_int_equal(fake_cache_flushes, nr + 1);
		model_check();
	}
}

/* Copy with only @left free slots; nothing is written, nothing stays mapped. */
static void copy_with_slots_left(unsigned int left, unsigned int reports)
{
	struct fake_page *to = &fake_pages[HIGH_FRAME];
	uint32_t before = to->content;

	model_hold(KMAP_SLOTS - left);
	kmap_copy_page(to, &fake_pages[OTHER_FRAME]);
	assert_int_equal(to->content, before);
	assert_int_equal(fake_cache_flushes, 0);
	assert_int_equal(fake_report_count, reports);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
	fake_report_count = 0;
	model_check();
}

static void B16_copy_without_a_slot_for_either_page_leaks_nothing(void **state)
{
	(void)state;
	copy_with_slots_left(1, 1);
	copy_with_slots_left(0, 1);
	model_unmap_all();
}

static void B16_clear_without_a_slot_writes_nothing(void **state)
{
	struct fake_page *page = &fake_pages[HIGH_FRAME];

	(void)state;
	model_hold(KMAP_SLOTS);
	kmap_clear_page(page);
	assert_int_not_equal(page->content, 0);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	model_unmap_all();
	model_check();
}

/* Frames for which both sides keep their slots, or one of them leaves its slot and returns. */
static const unsigned int several[][2] = {
	{ HIGH_FRAME, OTHER_FRAME },	  { HIGH_FRAME + 100, OTHER_FRAME + 200 },
	{ LOW_FRAME, OTHER_FRAME + 1 },	  { HIGH_FRAME + 101, LOW_FRAME + 1 },
	{ LOW_FRAME + 2, LOW_FRAME + 3 }, { HIGH_FRAME + 102, OTHER_FRAME + 202 },
};

#define SEVERAL (sizeof(several) / sizeof(several[0]))

static void copy_several(void)
{
	struct fake_page *to[SEVERAL], *from[SEVERAL];
	unsigned long flushes = fake_cache_flushes;

	for (unsigned int nr = 0; nr < SEVERAL; nr++) {
		to[nr] = &fake_pages[several[nr][0]];
		from[nr] = &fake_pages[several[nr][1]];
		to[nr]->content = 1;
		from[nr]->content = 2000 + nr;
	}
	if (kmap_copy_pages(to, from, SEVERAL) != SEVERAL)
		fake_fail("not all pages were copied");
	for (unsigned int nr = 0; nr < SEVERAL; nr++)
		if (to[nr]->content != 2000 + nr || from[nr]->content != 2000 + nr)
			fake_fail("page %u was not copied", nr);
	if (fake_cache_flushes - flushes != SEVERAL)
		fake_fail("%lu flushes", fake_cache_flushes - flushes);
}

static void copy_several_pages_between_any_zones(void **state)
{
	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	copy_several();
	model_check();
	model_hold(KMAP_SLOTS - 2);
	copy_several();
	model_check();
	model_unmap_all();
}

/* A slot that is reused for page after page is as safe at each step as map and unmap. */
static void B1_anything_at_every_step_of_a_copy_of_several_pages(void **state)
{
	static const struct inject_case cases[] = {
		{ .name = "copy_pages", .spare = 2, .operate = copy_several },
		{ .name = "copy_pages over others",
		  .held = 2,
		  .spare = 2,
		  .other = 1,
		  .operate = copy_several },
	};

	(void)state;
	if (KMAP_SLOTS < 5)
		return;
	for (unsigned int action = 0; action < INJECT_ACTIONS; action++) {
		for (unsigned int nr = 0; nr < 2; nr++) {
			inject_at_every_step(&cases[nr], inject_actions[action], false);
			inject_at_every_step(&cases[nr], inject_actions[action], true);
		}
	}
}

UNIT_MAIN(UNIT_TEST(clear_page_of_any_zone), UNIT_TEST(copy_page_between_any_zones),
	  UNIT_TEST(B16_copy_without_a_slot_for_either_page_leaks_nothing),
	  UNIT_TEST(copy_several_pages_between_any_zones),
	  UNIT_TEST(B1_anything_at_every_step_of_a_copy_of_several_pages),
	  UNIT_TEST(B16_clear_without_a_slot_writes_nothing))
