/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map and unmap in one task, without interrupts.
 */
#include "model.h"
#include "unit.h"

#define MANY (KMAP_SLOTS < 5 ? KMAP_SLOTS : 5)

/* Unmap in the order encoded in @code, in the factorial number system. */
static void unmap_in_order(unsigned int code)
{
	for (unsigned int left = MANY; left; left--) {
		model_unmap(code % left, 0);
		code /= left;
		model_check();
	}
}

static void B13_any_order_of_unmap_is_right(void **state)
{
	unsigned int orders = 1;

	(void)state;
	for (unsigned int nr = 2; nr <= MANY; nr++)
		orders *= nr;
	for (unsigned int code = 0; code < orders; code++) {
		model_hold(MANY);
		model_check();
		unmap_in_order(code);
	}
}

/* Map and unmap with every set of used slots, up to all slots. */
static void B21_every_slot_state_is_driven(void **state)
{
	(void)state;
	for (unsigned int hole = 0; hole < KMAP_SLOTS; hole++) {
		model_hold(KMAP_SLOTS);
		model_check();
		model_unmap(hole, 0);
		model_check();
		model_map();
		model_check();
	}
	model_unmap_all();
	model_check();
}

static void lowest_free_slot_is_taken(void **state)
{
	const void *first, *again;

	(void)state;
	model_hold(MANY);
	first = model_current()->hold[0].address;
	assert_int_equal(kmap_where(first).slot, 0);
	model_unmap(0, 0);
	again = model_map();
	assert_ptr_equal(again, first);
	model_unmap_all();
}

static void any_byte_of_the_page_unmaps_it(void **state)
{
	static const unsigned int offsets[] = { 0, 1, KMAP_PAGE_SIZE / 2, KMAP_PAGE_SIZE - 1 };

	(void)state;
	for (unsigned int nr = 0; nr < sizeof(offsets) / sizeof(offsets[0]); nr++) {
		model_hold(MANY);
		model_unmap(MANY / 2, offsets[nr]);
		model_check();
	}
	model_unmap_all();
}

/* The address is in the executing CPU's window. */
static void mapping_lies_in_the_window_of_its_cpu(void **state)
{
	(void)state;
	fake_execute_on(FAKE_OTHER_CPU);
	model_hold(MANY);
	for (unsigned int nr = 0; nr < MANY; nr++) {
		struct kmap_where where = kmap_where(model_current()->hold[nr].address);

		assert_int_equal(where.place, KMAP_PLACE_SLOT);
		assert_int_equal(where.window, fake_window_number());
	}
	model_check();
	model_unmap_all();
	fake_execute_on(0);
}

/* A directly mapped page has no cost and no side effects. */
static void direct_page_takes_no_slot_and_no_pin(void **state)
{
	const kmap_page_t *page = &fake_pages[3];
	const void *address;

	(void)state;
	if (KMAP_FORCE_MAP)
		return;
	address = kmap_local_page(page);
	assert_ptr_equal(address, kmap_host_direct_address(3));
	assert_int_equal(fake_translate(address), 3);
	kunmap_local(address);
	address = kmap_local_pfn(FAKE_DIRECT_FRAMES - 1);
	assert_ptr_equal(address, kmap_host_direct_address(FAKE_DIRECT_FRAMES - 1));
	kunmap_local((const char *)address + KMAP_PAGE_SIZE - 1);
	assert_int_equal(fake_steps, 0);
	model_check();
}

/* With KMAP_FORCE_MAP the same page is mapped like any other. */
static void direct_page_takes_a_slot_when_forced(void **state)
{
	const void *address;

	(void)state;
	if (!KMAP_FORCE_MAP)
		return;
	address = kmap_local_page(&fake_pages[3]);
	assert_true(kmap_address_is_temporary(address));
	assert_int_equal(fake_translate(address), 3);
	assert_int_equal(fake_current()->pins, MODEL_PINS(1));
	kunmap_local(address);
	/* And an address of the direct map cannot be unmapped. */
	kunmap_local(kmap_host_direct_address(3));
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_NOT_A_WINDOW);
	fake_report_count = 0;
	model_check();
}

static void first_high_frame_is_mapped(void **state)
{
	const kmap_page_t *page = &fake_pages[FAKE_DIRECT_FRAMES];
	const void *address = kmap_local_page(page);

	(void)state;
	assert_int_equal(kmap_where(address).place, KMAP_PLACE_SLOT);
	assert_int_equal(fake_translate(address), fake_pfn(FAKE_DIRECT_FRAMES));
	assert_int_equal(fake_current()->pins, MODEL_PINS(1));
	kunmap_local(address);
	model_check();
}

/* The PTE behind a mapping of the current task. */
static struct kmap_pte pte_of(const void *address)
{
	return *fake_window_pte((uintptr_t)address);
}

/* The PTE has the requested attributes, also for a direct page. */
static void other_attributes_get_a_mapping_of_their_own(void **state)
{
	static const unsigned int frames[] = { 3, FAKE_DIRECT_FRAMES + 3 };
	static const kmap_prot_t prots[] = { KMAP_PROT_READ_ONLY, KMAP_PROT_UNCACHED };

	(void)state;
	for (unsigned int nr = 0; nr < 4; nr++) {
		const kmap_page_t *page = &fake_pages[frames[nr / 2]];
		const void *address = kmap_local_page_prot(page, prots[nr % 2]);

		assert_int_equal(kmap_where(address).place, KMAP_PLACE_SLOT);
		assert_int_equal(fake_translate(address), fake_pfn(frames[nr / 2]));
		assert_true(fake_pte_has_prot(pte_of(address), prots[nr % 2]));
		assert_int_equal(fake_current()->pins, MODEL_PINS(1));
		kunmap_local(address);
		model_check();
	}
}

static void default_attributes_are_in_the_pte(void **state)
{
	const void *address = model_map();

	(void)state;
	assert_true(fake_pte_has_prot(pte_of(address), KMAP_PROT_DEFAULT));
	model_unmap_all();
}

/* The same frame mapped twice: two independent mappings. */
static void one_frame_may_be_mapped_twice(void **state)
{
	unsigned long pfn = model_fresh_pfn();
	const void *first, *second;

	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	first = kmap_local_pfn(pfn);
	second = kmap_local_pfn(pfn);
	assert_ptr_not_equal(first, second);
	kunmap_local(first);
	assert_int_equal(fake_translate(first), FAKE_FAULT);
	assert_int_equal(fake_translate(second), pfn);
	kunmap_local(second);
	model_check();
}

/* A slot is reused right after the unmap; the TLB must not have the old frame. */
static void B6_B7_remapped_slot_shows_the_new_frame(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	for (unsigned int nr = 0; nr < 3 * KMAP_SLOTS; nr++) {
		const void *address = model_map();

		assert_int_equal(kmap_where(address).slot, 0);
		model_unmap(0, 0);
		assert_int_equal(fake_translate(address), FAKE_FAULT);
		model_check();
	}
	assert_int_equal(fake_invalidations, 3 * KMAP_SLOTS);
}

static unsigned int maps_inside_set;

/* Like a PTE setter for user pages that maps the page itself to flush a cache. */
static void map_inside_set(void)
{
	unsigned long pfn = model_fresh_pfn();
	const void *address;

	if (!model_free())
		return;
	fake_set_hook = NULL;
	address = kmap_local_pfn(pfn);
	assert_int_equal(fake_translate(address), pfn);
	kunmap_local(address);
	fake_set_hook = map_inside_set;
	maps_inside_set++;
}

/* map claims its slot before it sets the PTE, so the inner map takes another slot. */
static void B5_setting_a_pte_maps_another_page(void **state)
{
	(void)state;
	maps_inside_set = 0;
	fake_set_hook = map_inside_set;
	for (unsigned int count = 1; count <= KMAP_SLOTS; count++) {
		model_map();
		model_check();
	}
	assert_int_equal(maps_inside_set, KMAP_SLOTS - 1);
	model_unmap_all();
}

/* One invalidation for map and unmap, and only of the page itself (checked by the fake machine). */
static void map_invalidates_nothing_and_unmap_one_page(void **state)
{
	(void)state;
	fake_set_hook = NULL;
	model_map();
	assert_int_equal(fake_invalidations, 0);
	model_unmap_all();
	assert_int_equal(fake_invalidations, 1);
}

UNIT_MAIN(UNIT_TEST(B13_any_order_of_unmap_is_right), UNIT_TEST(B21_every_slot_state_is_driven),
	  UNIT_TEST(lowest_free_slot_is_taken), UNIT_TEST(any_byte_of_the_page_unmaps_it),
	  UNIT_TEST(mapping_lies_in_the_window_of_its_cpu),
	  UNIT_TEST(direct_page_takes_no_slot_and_no_pin),
	  UNIT_TEST(direct_page_takes_a_slot_when_forced), UNIT_TEST(first_high_frame_is_mapped),
	  UNIT_TEST(other_attributes_get_a_mapping_of_their_own),
	  UNIT_TEST(default_attributes_are_in_the_pte), UNIT_TEST(one_frame_may_be_mapped_twice),
	  UNIT_TEST(B6_B7_remapped_slot_shows_the_new_frame),
	  UNIT_TEST(B5_setting_a_pte_maps_another_page),
	  UNIT_TEST(map_invalidates_nothing_and_unmap_one_page))
