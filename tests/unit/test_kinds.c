/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Kinds of addresses: the direct map, slots, the persistent window, the I/O window, and
 * none of these. They do not overlap, and each lookup depends on the kind.
 */
#include "io_range.h"
#include "persistent_model.h"

enum kind { NOTHING, DIRECT = 1, SLOT = 2, PERSISTENT = 4, IO = 8 };

/* All kinds that match an address, each checked separately. */
static unsigned int kinds_of(const void *address)
{
	return (kmap_host_address_is_direct(address) ? DIRECT : 0) |
	       (kmap_where(address).place == KMAP_PLACE_SLOT ? SLOT : 0) |
	       (kmap_persistent_contains(address) ? PERSISTENT : 0) |
	       (kmap_io_contains(address) ? IO : 0);
}

/* Check the lookups of an address: they must return @page and @length. */
static void assert_answers(const char *address, enum kind kind, const kmap_page_t *page,
			   size_t length)
{
	assert_int_equal(kinds_of(address), kind);
	assert_int_equal(kmap_address_is_temporary(address),
			 kind == SLOT || kind == PERSISTENT || kind == IO);
	assert_ptr_equal(kmap_to_page(address), page);
	assert_int_equal(kmap_local_len(address), length);
}

/* Check the first and last byte of a mapping, given its pages. */
static void assert_ends(const char *address, enum kind kind, const kmap_page_t *first,
			const kmap_page_t *last, unsigned int pages)
{
	const size_t bytes = pages * KMAP_PAGE_SIZE;

	assert_answers(address, kind, first, bytes);
	assert_answers(address + bytes - 1, kind, last, 1);
}

static void nothing_is_of_no_kind(void)
{
	static const uintptr_t beside[] = { 0, FAKE_DIRECT_BASE - 1, FAKE_PERSISTENT_BASE - 1,
					    FAKE_IO_BASE - 1, UINTPTR_MAX };

	for (unsigned int nr = 0; nr < sizeof(beside) / sizeof(beside[0]); nr++)
		assert_answers((const char *)beside[nr], NOTHING, NULL, 0);
	assert_answers((const char *)kmap_window_start() - 1, NOTHING, NULL, 0);
	assert_answers((const char *)kmap_window_end(), NOTHING, NULL, 0);
	assert_answers(kmap_persistent_address(KMAP_PERSISTENT_PAGES), NOTHING, NULL, 0);
	assert_answers((const char *)kmap_host_direct_address(FAKE_DIRECT_FRAMES), NOTHING, NULL,
		       0);
}

/* Addresses in a window at which nothing is mapped. */
static void unmapped_have_a_kind_only(void)
{
	assert_answers((const char *)kmap_window_slot_address(fake_window_number(), 0), SLOT, NULL,
		       0);
	assert_answers((const char *)kmap_window_end() - 1, SLOT, NULL, 0);
	assert_answers(kmap_persistent_address(0), PERSISTENT, NULL, 0);
	assert_answers((const char *)kmap_persistent_address(KMAP_PERSISTENT_PAGES) - 1, PERSISTENT,
		       NULL, 0);
	assert_answers((const char *)FAKE_IO_BASE, IO, NULL, 0);
}

static void slots_answer(void)
{
	kmap_page_t *pages[] = { persistent_page(0), persistent_page(1) };
	const char *address = kmap_local_pages(pages, 2);

	assert_ends(address, SLOT, pages[0], pages[1], 2);
	kunmap_local(address);
}

static void the_io_window_answers(void)
{
	const char *address;

	range_make();
	address = io_mapping_map_wc(&range, 0, 2 * PAGE);
	assert_int_equal(kinds_of(address), IO);
	assert_int_equal(kmap_local_len(address), 2 * PAGE);
	assert_ptr_equal(kmap_to_page(address), kmap_host_pfn_to_page(FAKE_DEVICE_PFN));
	assert_ptr_equal(kmap_to_page(address + PAGE), kmap_host_pfn_to_page(FAKE_DEVICE_PFN + 1));
	io_mapping_unmap(address);
	io_mapping_free(&range);
}

static void B12_every_address_has_one_kind_and_gets_its_answer(void **state)
{
	kmap_page_t *shared = persistent_page(3);
	const char *address = kmap(shared), *direct = kmap_host_direct_address(3);

	(void)state;
	assert_ends(address, PERSISTENT, shared, shared, 1);
	assert_ends(direct, DIRECT, &fake_pages[3], &fake_pages[3], 1);
	slots_answer();
	the_io_window_answers();
	kunmap(shared);
	kmap_flush_unused();
	nothing_is_of_no_kind();
	unmapped_have_a_kind_only();
}

UNIT_MAIN(cmocka_unit_test_setup_teardown(B12_every_address_has_one_kind_and_gets_its_answer,
					  persistent_setup, persistent_teardown))
