/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers for whole pages: they do the work, and leave nothing mapped on any
 * path.
 */
#include "model.h"
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

		clear_highpage(&fake_pages[frames[nr]]);
		assert_int_equal(fake_pages[frames[nr]].content, 0);
		assert_int_equal(fake_pages[frames[nr] + 1].content, beside);
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
		copy_highpage(to, from);
		assert_int_equal(to->content, 1000 + nr);
		assert_int_equal(from->content, 1000 + nr);
		model_check();
	}
}

/* Only so many slots are left; nothing is written, nothing stays mapped. */
static void copy_with_slots_left(unsigned int left, unsigned int reports)
{
	struct fake_page *to = &fake_pages[HIGH_FRAME];
	uint32_t before = to->content;

	model_hold(KMAP_SLOTS - left);
	copy_highpage(to, &fake_pages[OTHER_FRAME]);
	assert_int_equal(to->content, before);
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
	clear_highpage(page);
	assert_int_not_equal(page->content, 0);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	model_unmap_all();
	model_check();
}

UNIT_MAIN(UNIT_TEST(clear_page_of_any_zone), UNIT_TEST(copy_page_between_any_zones),
	  UNIT_TEST(B16_copy_without_a_slot_for_either_page_leaks_nothing),
	  UNIT_TEST(B16_clear_without_a_slot_writes_nothing))
