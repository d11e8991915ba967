/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Lookups by address: the page, and the length to the end of the mapping. The results must
 * not depend on the configuration.
 */
#include "model.h"
#include "unit.h"

#define FEW (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

static kmap_page_t *high_page(unsigned int nr)
{
	return &fake_pages[FAKE_DIRECT_FRAMES + nr];
}

/* First, last and a middle byte. */
static void assert_page(const void *address, const kmap_page_t *page)
{
	static const uintptr_t bytes[] = { 0, 5, KMAP_PAGE_SIZE - 1 };

	for (unsigned int nr = 0; nr < 3; nr++)
		assert_ptr_equal(kmap_to_page((const char *)address + bytes[nr]), page);
}

static void page_of_every_byte_of_a_mapping(void **state)
{
	const char *address = kmap_local_page(high_page(0));

	(void)state;
	assert_page(address, high_page(0));
	assert_ptr_not_equal(kmap_to_page(address - 1), high_page(0));
	assert_ptr_not_equal(kmap_to_page(address + KMAP_PAGE_SIZE), high_page(0));
	kunmap_local(address);
	assert_page(address, NULL);
}

static void page_of_every_page_of_a_mapping_of_several(void **state)
{
	kmap_page_t *pages[FEW];
	const char *address;

	(void)state;
	for (unsigned int nr = 0; nr < FEW; nr++)
		pages[nr] = high_page(10 - nr);
	address = kmap_local_pages(pages, FEW);
	for (unsigned int nr = 0; nr < FEW; nr++)
		assert_page(address + nr * KMAP_PAGE_SIZE, pages[nr]);
	assert_null(kmap_to_page(address - 1));
	assert_null(kmap_to_page(address + FEW * KMAP_PAGE_SIZE));
	kunmap_local(address);
}

static void page_of_a_direct_address(void **state)
{
	const void *address = kmap_local_page(&fake_pages[3]);

	(void)state;
	assert_page(address, &fake_pages[3]);
	kunmap_local(address);
	assert_page(kmap_host_direct_address(0), &fake_pages[0]);
	assert_page(kmap_host_direct_address(FAKE_DIRECT_FRAMES - 1),
		    &fake_pages[FAKE_DIRECT_FRAMES - 1]);
}

static void nothing_has_no_page(void **state)
{
	(void)state;
	assert_null(kmap_to_page(NULL));
	assert_null(kmap_to_page((void *)UINTPTR_MAX));
	assert_null(kmap_to_page((void *)(kmap_window_start() - 1)));
	assert_null(kmap_to_page((void *)kmap_window_end()));
	assert_null(kmap_to_page((void *)(FAKE_DIRECT_BASE - 1)));
	assert_null(kmap_to_page((void *)&fake_pages[0]));
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++)
		assert_page((void *)kmap_window_slot_address(fake_window_number(), slot), NULL);
}

/* Mappings of other tasks, on this CPU or another, have no page for this task. */
static void page_of_another_task_s_mapping_is_none(void **state)
{
	const void *address = model_map();

	(void)state;
	model_switch(&fake_tasks[2]);
	assert_page(address, NULL);
	assert_int_equal(kmap_local_len(address), 0);
	/* Where windows are private, the other task has a page of its own there. */
	if (FAKE_OTHER_CPU != 0 && !KMAP_WINDOW_PRIVATE) {
		fake_execute_on(FAKE_OTHER_CPU);
		model_map();
		assert_page(address, NULL);
		model_unmap_all();
		fake_execute_on(0);
	}
	model_switch(&fake_tasks[0]);
	model_finish();
}

static void first_and_last_byte_of_the_windows_are_temporary(void **state)
{
	const uintptr_t start = kmap_window_start();
	const uintptr_t end = kmap_window_end();

	(void)state;
	assert_false(kmap_address_is_temporary((void *)(start - 1)));
	assert_true(kmap_address_is_temporary((void *)start));
	assert_true(kmap_address_is_temporary((void *)(end - 1)));
	assert_false(kmap_address_is_temporary((void *)end));
	assert_false(kmap_address_is_temporary(NULL));
	assert_false(kmap_address_is_temporary(kmap_host_direct_address(1)));
}

static void length_of_one_page_is_the_rest_of_it(void **state)
{
	const char *address = kmap_local_page(high_page(0));

	(void)state;
	assert_int_equal(kmap_local_len(address), KMAP_PAGE_SIZE);
	assert_int_equal(kmap_local_len(address + 1), KMAP_PAGE_SIZE - 1);
	assert_int_equal(kmap_local_len(address + KMAP_PAGE_SIZE - 1), 1);
	assert_int_equal(kmap_local_len(address + KMAP_PAGE_SIZE), 0);
	kunmap_local(address);
	assert_int_equal(kmap_local_len(address), 0);
	assert_int_equal(kmap_local_len(NULL), 0);
}

/* Also with adjacent mappings on both sides. */
static void length_of_several_pages_goes_to_their_end(void **state)
{
	const char *address;

	(void)state;
	if (KMAP_SLOTS < 2 * FEW + 1)
		return;
	model_map_range(2);
	address = model_map_range(FEW);
	model_map_range(1);
	for (unsigned int page = 0; page < FEW; page++) {
		const char *at = address + page * KMAP_PAGE_SIZE;

		assert_int_equal(kmap_local_len(at), (FEW - page) * KMAP_PAGE_SIZE);
		assert_int_equal(kmap_local_len(at + KMAP_PAGE_SIZE - 1),
				 (FEW - page - 1) * KMAP_PAGE_SIZE + 1);
	}
	model_unmap_all();
}

/* At a direct page the length ends with the page, in the direct map as well as in a slot. */
static void length_at_a_direct_page_is_the_same_in_every_build(void **state)
{
	kmap_page_t *pages[] = { high_page(0), &fake_pages[3], high_page(1) };
	const char *address = kmap_local_page(&fake_pages[3]);

	(void)state;
	assert_int_equal(kmap_local_len(address + 1), KMAP_PAGE_SIZE - 1);
	kunmap_local(address);
	address = kmap_local_page_prot(&fake_pages[3], KMAP_PROT_READ_ONLY);
	assert_int_equal(kmap_local_len(address + 1), KMAP_PAGE_SIZE - 1);
	kunmap_local(address);
	address = kmap_local_range(3, FEW);
	for (unsigned int page = 0; page < FEW; page++)
		assert_int_equal(kmap_local_len(address + page * KMAP_PAGE_SIZE + 1),
				 KMAP_PAGE_SIZE - 1);
	kunmap_local(address);
	if (FEW < 3)
		return;
	address = kmap_local_pages(pages, 3);
	assert_int_equal(kmap_local_len(address), 3 * KMAP_PAGE_SIZE);
	assert_int_equal(kmap_local_len(address + KMAP_PAGE_SIZE), KMAP_PAGE_SIZE);
	assert_int_equal(kmap_local_len(address + 2 * KMAP_PAGE_SIZE), KMAP_PAGE_SIZE);
	kunmap_local(address);
}

UNIT_MAIN(UNIT_TEST(page_of_every_byte_of_a_mapping),
	  UNIT_TEST(page_of_every_page_of_a_mapping_of_several),
	  UNIT_TEST(page_of_a_direct_address), UNIT_TEST(nothing_has_no_page),
	  UNIT_TEST(page_of_another_task_s_mapping_is_none),
	  UNIT_TEST(first_and_last_byte_of_the_windows_are_temporary),
	  UNIT_TEST(length_of_one_page_is_the_rest_of_it),
	  UNIT_TEST(length_of_several_pages_goes_to_their_end),
	  UNIT_TEST(length_at_a_direct_page_is_the_same_in_every_build))
