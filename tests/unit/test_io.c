/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings of device memory: local ones in slots, long-lived ones in the I/O window.
 */
#include "io_range.h"

static void local_mapping_is_a_slot(void **state)
{
	static const uint64_t offsets[] = { 0, 1, PAGE - 1, PAGE, 5 * PAGE + 7, SIZE - 1 };

	(void)state;
	range_make();
	for (unsigned int nr = 0; nr < sizeof(offsets) / sizeof(offsets[0]); nr++) {
		const char *address = io_mapping_map_local_wc(&range, offsets[nr]);

		assert_int_equal(kmap_where(address).place, KMAP_PLACE_SLOT);
		assert_int_equal((uintptr_t)address % PAGE, offsets[nr] % PAGE);
		assert_int_equal(fake_translate(address), FAKE_DEVICE_PFN + offsets[nr] / PAGE);
		assert_int_equal(fake_current()->pins, MODEL_PINS(1));
		assert_true(fake_pte_has_prot(
			*fake_window_pte((uintptr_t)address & ~(KMAP_PAGE_SIZE - 1)),
			KMAP_PROT_WRITE_COMBINED));
		io_mapping_unmap_local(address);
		model_check();
	}
	io_mapping_free(&range);
	assert_clean();
}

/* Every length that fits, from the first and last bytes; every CPU sees the frame of each page. */
static void pages_are_in_a_row(void **state)
{
	static const uint64_t insides[] = { 0, 1, PAGE - 1 };

	(void)state;
	range_make();
	for (unsigned int count = 1; count <= KMAP_IO_PAGES; count++) {
		uint64_t inside = insides[count % 3];
		const char *address =
			io_mapping_map_wc(&range, 2 * PAGE + inside, count * PAGE - inside);

		assert_int_equal((uintptr_t)address % PAGE, inside);
		assert_int_equal(fake_io_valid_ptes(), count);
		for (unsigned int cpu = 0; cpu < 2; cpu++) {
			fake_execute_on(cpu ? FAKE_OTHER_CPU : 0);
			for (uint64_t nr = 0; nr < count; nr++) {
				const char *page = address - inside + nr * PAGE;

				assert_int_equal(fake_translate(page), FAKE_DEVICE_PFN + 2 + nr);
				assert_int_equal(kmap_io_to_pfn(page), FAKE_DEVICE_PFN + 2 + nr);
				assert_int_equal(kmap_io_len(page), (count - nr) * PAGE);
				assert_int_equal(kmap_io_len(page + PAGE - 1),
						 (count - nr) * PAGE - PAGE + 1);
			}
			assert_int_equal(fake_translate(address - inside + count * PAGE),
					 FAKE_FAULT);
			assert_int_equal(fake_translate(address - inside - 1), FAKE_FAULT);
		}
		fake_execute_on(0);
		io_mapping_unmap(address + count * PAGE - inside - 1);
		assert_clean();
	}
}

/* The number of pages depends on both ends: two bytes may need two pages. */
static void two_bytes_over_a_boundary(void **state)
{
	const char *address;

	(void)state;
	if (KMAP_IO_PAGES < 2)
		return;
	range_make();
	address = io_mapping_map_wc(&range, PAGE - 1, 2);
	assert_int_equal(fake_io_valid_ptes(), 2);
	assert_int_equal(fake_translate(address), FAKE_DEVICE_PFN);
	assert_int_equal(fake_translate(address + 1), FAKE_DEVICE_PFN + 1);
	io_mapping_unmap(address);
	assert_clean();
}

/* Lowest address first, with guards; full at the documented number; each gap is used again. */
static void window_fills_up(void **state)
{
	const char *addresses[SINGLES];

	(void)state;
	range_make();
	for (unsigned int nr = 0; nr < SINGLES; nr++) {
		addresses[nr] = map_single(nr);
		assert_int_equal((uintptr_t)addresses[nr], FAKE_IO_BASE + 2 * nr * PAGE);
	}
	assert_null(io_mapping_map_wc(&range, 0, 1));
	assert_reported(KMAP_BUG_IO_FULL, 0);
	for (unsigned int nr = 0; nr < SINGLES; nr++) {
		io_mapping_unmap(addresses[nr]);
		if (nr + 1 < SINGLES && nr + 1 > 1) {
			assert_null(io_mapping_map_wc(&range, 0, 2 * PAGE));
			assert_reported(KMAP_BUG_IO_FULL, 0);
		}
		assert_ptr_equal(map_single(nr + 1), addresses[nr]);
		for (unsigned int other = nr + 1; other < SINGLES; other++)
			assert_int_equal(fake_translate(addresses[other]), FAKE_DEVICE_PFN + other);
	}
	assert_int_equal(range.held, SINGLES);
	for (unsigned int nr = 0; nr < SINGLES; nr++)
		io_mapping_unmap(addresses[nr]);
	assert_clean();
}

/* Unmap in any order, by any byte; the other mappings stay. */
static void any_order_of_unmap(void **state)
{
	static const unsigned int order[] = { 1, 0, 2 };
	const char *addresses[3];

	(void)state;
	if (KMAP_IO_PAGES < 6)
		return;
	range_make();
	for (unsigned int nr = 0; nr < 3; nr++)
		addresses[nr] = io_mapping_map_wc(&range, nr * PAGE, (nr + 1) * PAGE);
	for (unsigned int nr = 0; nr < 3; nr++) {
		io_mapping_unmap(addresses[order[nr]] + nr * (PAGE / 2));
		for (unsigned int rest = nr + 1; rest < 3; rest++)
			for (unsigned int page = 0; page <= order[rest]; page++)
				assert_int_equal(
					fake_translate(addresses[order[rest]] + page * PAGE),
					FAKE_DEVICE_PFN + order[rest] + page);
	}
	assert_clean();
}

/* One flush on all CPUs for all pages of a mapping. */
static void unmap_flushes_every_cpu(void **state)
{
	unsigned int count = KMAP_IO_PAGES < 4 ? KMAP_IO_PAGES : 4;
	const char *address;

	(void)state;
	range_make();
	address = io_mapping_map_wc(&range, 0, count * PAGE);
	fake_io_speculate();
	assert_int_equal(fake_io_tlb_entries(), count * KMAP_CPUS_MAX);
	assert_int_equal(fake_io_flushes, 0);
	io_mapping_unmap(address);
	assert_int_equal(fake_io_flushes, 1);
	assert_clean();
}

static unsigned int flushes_seen;

/* During a flush the mapping is gone, but its pages cannot be allocated yet. */
static void look_during_flush(void)
{
	fake_io_flush_hook = NULL;
	flushes_seen++;
	assert_true(fake_shared_locked);
	assert_int_equal(fake_io_valid_ptes(), 0);
	assert_int_equal(kmap_io_to_pfn((const void *)FAKE_IO_BASE), KMAP_IO_NO_PFN);
}

static void pages_are_given_out_after_the_flush(void **state)
{
	unsigned int count = KMAP_IO_PAGES < 3 ? 1 : 3;
	const char *first, *again;

	(void)state;
	range_make();
	flushes_seen = 0;
	first = io_mapping_map_wc(&range, 0, count * PAGE);
	fake_io_flush_hook = look_during_flush;
	io_mapping_unmap(first);
	assert_int_equal(flushes_seen, 1);
	assert_false(fake_shared_locked);
	again = map_single(1);
	assert_ptr_equal(again, first);
	io_mapping_unmap(again);
	assert_clean();
}

static void address_to_frame(void **state)
{
	const char *address;

	(void)state;
	range_make();
	address = map_single(6);
	assert_int_equal(kmap_io_to_pfn(address), FAKE_DEVICE_PFN + 6);
	assert_int_equal(kmap_io_to_pfn(address + PAGE - 1), FAKE_DEVICE_PFN + 6);
	assert_int_equal(kmap_io_to_pfn(address + PAGE), KMAP_IO_NO_PFN);
	assert_int_equal(kmap_io_to_pfn(address - 1), KMAP_IO_NO_PFN);
	assert_int_equal(kmap_io_len(address + PAGE), 0);
	assert_int_equal(kmap_io_len(address - 1), 0);
	assert_int_equal(kmap_io_len((const void *)(FAKE_IO_BASE + KMAP_IO_SIZE)), 0);
	assert_int_equal(kmap_local_len(address + 1), PAGE - 1);
	assert_true(kmap_address_is_temporary(address) &&
		    kmap_address_is_temporary(address + PAGE - 1));
	assert_ptr_equal(kmap_to_page(address + PAGE - 1),
			 kmap_host_pfn_to_page(FAKE_DEVICE_PFN + 6));
	assert_null(kmap_to_page(address + PAGE));
	assert_int_equal(kmap_io_to_pfn((const void *)(FAKE_IO_BASE + KMAP_IO_SIZE)),
			 KMAP_IO_NO_PFN);
	io_mapping_unmap(address);
	assert_int_equal(kmap_io_to_pfn(address), KMAP_IO_NO_PFN);
	assert_null(kmap_to_page(address));
	assert_true(kmap_io_contains((const void *)FAKE_IO_BASE));
	assert_true(kmap_io_contains((const void *)(FAKE_IO_BASE + KMAP_IO_SIZE - 1)));
	assert_false(kmap_io_contains((const void *)(FAKE_IO_BASE - 1)));
	assert_false(kmap_io_contains((const void *)(FAKE_IO_BASE + KMAP_IO_SIZE)));
	assert_false(kmap_io_contains(NULL));
	assert_clean();
}

UNIT_MAIN(UNIT_TEST(local_mapping_is_a_slot), UNIT_TEST(pages_are_in_a_row),
	  UNIT_TEST(two_bytes_over_a_boundary), UNIT_TEST(window_fills_up),
	  UNIT_TEST(any_order_of_unmap), UNIT_TEST(unmap_flushes_every_cpu),
	  UNIT_TEST(pages_are_given_out_after_the_flush), UNIT_TEST(address_to_frame))
