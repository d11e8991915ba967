/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of several pages that get no slots: directly mapped pages, bad numbers of
 * pages, no room; and the try forms.
 */
#include "model.h"
#include "reports.h"
#include "unit.h"

/* Pages of a mapping of several pages, limited by the number of slots. */
#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

static void no_pages_or_too_many_are_refused(void **state)
{
	static const size_t counts[] = { 0,	   KMAP_SLOTS + 1,  33,
					 SIZE_MAX, (size_t)1 << 32, ((size_t)1 << 32) + 1 };
	unsigned long pfns[KMAP_SLOTS + 1];
	kmap_page_t *pages[KMAP_SLOTS + 1];

	(void)state;
	for (size_t nr = 0; nr < sizeof(counts) / sizeof(counts[0]); nr++) {
		assert_null(kmap_local_range(0, counts[nr]));
		assert_report(KMAP_BUG_PAGES, KMAP_NO_SLOT, counts[nr]);
		assert_null(kmap_local_pfns(pfns, counts[nr]));
		assert_report(KMAP_BUG_PAGES, KMAP_NO_SLOT, counts[nr]);
		assert_null(kmap_local_pages(pages, counts[nr]));
		assert_report(KMAP_BUG_PAGES, KMAP_NO_SLOT, counts[nr]);
		model_check();
		assert_null(kmap_local_try_range(FAKE_DIRECT_FRAMES, counts[nr]));
		assert_null(kmap_local_try_pfns(pfns, counts[nr]));
		assert_null(kmap_local_try_pages(pages, counts[nr]));
		assert_int_equal(fake_report_count, 0);
	}
	model_check();
}

static void all_slots_used_leave_no_room_and_change_nothing(void **state)
{
	unsigned long pfn = model_fresh_pfn();
	struct kmap_ctrl before;

	(void)state;
	model_hold(KMAP_SLOTS);
	before = fake_current()->kmap;
	assert_null(kmap_local_pfns(&pfn, 1));
	assert_report(KMAP_BUG_EXHAUSTED, KMAP_NO_SLOT, 0);
	model_check();
	assert_null(kmap_local_try_pfns(&pfn, 1));
	assert_null(kmap_local_try_pfn(pfn));
	assert_null(kmap_local_try_page(kmap_host_pfn_to_page(pfn)));
	assert_int_equal(fake_report_count, 0);
	assert_int_equal(fake_current()->pins, MODEL_PINS(KMAP_SLOTS));
	assert_memory_equal(&fake_current()->kmap, &before, sizeof(before));
	model_check();
	model_unmap_all();
}

static void try_forms_map_when_there_is_room(void **state)
{
	kmap_page_t *page = &fake_pages[FAKE_DIRECT_FRAMES + 1];
	kmap_page_t *pages[FEW];
	const char *address;

	(void)state;
	model_hold(KMAP_SLOTS - 1);
	address = kmap_local_try_page(page);
	assert_ptr_equal(kmap_host_pfn_to_page(fake_translate(address)), page);
	kunmap_local(address);
	address = kmap_local_try_pfn(kmap_host_page_to_pfn(page));
	assert_ptr_equal(kmap_host_pfn_to_page(fake_translate(address)), page);
	kunmap_local(address);
	model_unmap_all();
	for (unsigned int nr = 0; nr < FEW; nr++)
		pages[nr] = page + FEW - nr;
	address = kmap_local_try_pages(pages, FEW);
	for (unsigned int nr = 0; nr < FEW; nr++)
		assert_ptr_equal(
			kmap_host_pfn_to_page(fake_translate(address + nr * KMAP_PAGE_SIZE)),
			pages[nr]);
	kunmap_local(address);
	model_check();
}

/* A slot is free, but the slot for its guard is used. */
static void try_form_is_silent_when_only_the_guard_is_missing(void **state)
{
	(void)state;
	if (!KMAP_GUARD || KMAP_SLOTS < 2)
		return;
	model_map_range(2);
	while (model_free())
		model_map();
	assert_int_not_equal(fake_current()->kmap.used, KMAP_USED_ALL);
	assert_null(kmap_local_try_pfn(model_fresh_pfn()));
	assert_int_equal(fake_report_count, 0);
	model_check();
	model_unmap_all();
}

/* Direct, high, direct: mapped in slots, in the requested order. */
static void direct_and_high_pages_mix(void **state)
{
	kmap_page_t *pages[] = { &fake_pages[3], &fake_pages[FAKE_DIRECT_FRAMES], &fake_pages[2] };
	const char *address = kmap_local_pages(pages, FEW);

	(void)state;
	assert_true(KMAP_SLOTS < 3 || kmap_address_is_temporary(address));
	for (unsigned int nr = 0; nr < FEW; nr++)
		assert_ptr_equal(
			kmap_host_pfn_to_page(fake_translate(address + nr * KMAP_PAGE_SIZE)),
			pages[nr]);
	kunmap_local(address);
	model_check();
}

static void direct_pages_side_by_side_cost_nothing(void **state)
{
	kmap_page_t *pages[FEW];
	const void *address = kmap_local_range(2, FEW);

	(void)state;
	for (unsigned int nr = 0; nr < FEW; nr++)
		pages[nr] = &fake_pages[4 + nr];
	if (!KMAP_FORCE_MAP) {
		assert_ptr_equal(address, kmap_host_direct_address(2));
		assert_ptr_equal(kmap_local_pages(pages, FEW), kmap_host_direct_address(4));
		assert_ptr_equal(kmap_local_try_pages(pages, FEW), kmap_host_direct_address(4));
		assert_int_equal(fake_current()->pins, 0);
		assert_int_equal(fake_steps, 0);
	}
	assert_int_equal(kmap_address_is_temporary(address), KMAP_FORCE_MAP);
	assert_int_equal(fake_translate(address), 2);
	kunmap_local(address);
	model_check();
}

/* Direct pages that are not adjacent or in the wrong order, or the last one and a high page. */
static void direct_pages_that_are_not_side_by_side_get_slots(void **state)
{
	static const unsigned long pfns[][2] = {
		{ 2, 4 }, { 3, 2 }, { 2, 2 }, { FAKE_DIRECT_FRAMES - 1, 0 }
	};

	(void)state;
	for (unsigned int nr = 0; nr < 4 && KMAP_SLOTS > 1; nr++) {
		unsigned long pair[2] = { pfns[nr][0], pfns[nr][1] };
		const char *address;

		if (!pair[1])
			pair[1] = fake_pfn(FAKE_DIRECT_FRAMES);
		address = kmap_local_pfns(pair, 2);
		assert_true(kmap_address_is_temporary(address));
		assert_int_equal(fake_translate(address), pair[0]);
		assert_int_equal(fake_translate(address + KMAP_PAGE_SIZE), pair[1]);
		kunmap_local(address);
		model_check();
	}
}

UNIT_MAIN(UNIT_TEST(no_pages_or_too_many_are_refused),
	  UNIT_TEST(all_slots_used_leave_no_room_and_change_nothing),
	  UNIT_TEST(try_forms_map_when_there_is_room),
	  UNIT_TEST(try_form_is_silent_when_only_the_guard_is_missing),
	  UNIT_TEST(direct_and_high_pages_mix), UNIT_TEST(direct_pages_side_by_side_cost_nothing),
	  UNIT_TEST(direct_pages_that_are_not_side_by_side_get_slots))
