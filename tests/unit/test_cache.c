/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a cache that may hold a page twice does to the data: with the parameters of real parts, see
 * build.mk. With colours, or retirement where that is what it takes, data is neither stale nor lost;
 * and tests of the cache itself show that it would be otherwise.
 */
#include "persistent_model.h"
#include "unit.h"

_Static_assert(CACHE_KIB > 0, "these tests are about a cache");

#define FIRST 0x11110000u
#define SECOND 0x22220000u
/* User space is here. */
#define USER_BASE ((uintptr_t)0x200000)

/* High page @nr of those with one colour. */
static kmap_page_t *page_of(unsigned int nr)
{
	return persistent_page(nr * FAKE_COLOURS);
}

static unsigned int frame_of(const kmap_page_t *page)
{
	return (unsigned int)(page - fake_pages);
}

/* An address where the cache holds the page apart from what kmap's addresses show. */
static const void *user_address(const kmap_page_t *page)
{
	uintptr_t colour = (kmap_host_page_to_pfn(page) + 1) % FAKE_COLOURS;

	return (const void *)((USER_BASE + colour) * KMAP_PAGE_SIZE);
}

/* What user space reads, if its own line is not there. */
static uint32_t user_reads(const kmap_page_t *page)
{
	uint32_t content = cache_read(&fake_cache, user_address(page), frame_of(page));

	cache_retire(&fake_cache, user_address(page), frame_of(page));
	return content;
}

static void write_once(kmap_page_t *page, uint32_t content)
{
	void *address = kmap_local_page(page);

	fake_write(address, content);
	kunmap_local(address);
}

static uint32_t read_once(kmap_page_t *page)
{
	const void *address = kmap_local_page(page);
	uint32_t content = fake_read(address);

	kunmap_local(address);
	return content;
}

static void cache_shows_a_page_at_two_addresses_as_two(void **state)
{
	kmap_page_t *page = page_of(0);
	const void *other =
		(const void *)((USER_BASE + 2 * FAKE_COLOURS) * KMAP_PAGE_SIZE +
			       kmap_host_page_to_pfn(page) % FAKE_COLOURS * KMAP_PAGE_SIZE);
	uint32_t before = user_reads(page);

	(void)state;
	cache_write(&fake_cache, other, frame_of(page), FIRST);
	assert_int_equal(user_reads(page), before);
	assert_int_equal(page->content, before);
	cache_retire(&fake_cache, other, frame_of(page));
	assert_int_equal(user_reads(page), FIRST);
}

/*
 * What a mapping leaves behind when it goes is what was written through it, not through another one
 * of the same page, which will see to that when it goes itself.
 */
static void cache_tells_which_mapping_wrote_last(void **state)
{
	kmap_page_t *page = page_of(0);
	char *shared = kmap(page), *slot = kmap_local_page(page);

	(void)state;
	/* Where the cache finds lines by their addresses, a page has one. */
	if (shared != slot) {
		fake_write(shared, FIRST);
		assert_true(cache_holds(&fake_cache, shared, frame_of(page)));
		assert_false(cache_holds(&fake_cache, slot, frame_of(page)));
		fake_write(slot, SECOND);
		assert_true(cache_holds(&fake_cache, slot, frame_of(page)));
		assert_false(cache_holds(&fake_cache, shared, frame_of(page)));
	}
	kunmap_local(slot);
	kunmap(page);
	kmap_flush_unused();
}

/* A fifth page in a set of four ways: the line that was used first is written back. */
static void cache_writes_back_what_it_has_no_room_for(void **state)
{
	const char *address = (const char *)(USER_BASE * KMAP_PAGE_SIZE);

	(void)state;
	for (unsigned int nr = 0; nr < CACHE_WAYS; nr++)
		cache_write(&fake_cache, address + nr * CACHE_SETS * KMAP_PAGE_SIZE, nr,
			    FIRST + nr);
	assert_int_not_equal(fake_pages[0].content, FIRST);
	cache_read(&fake_cache, address + CACHE_WAYS * CACHE_SETS * KMAP_PAGE_SIZE, CACHE_WAYS);
	assert_int_equal(fake_pages[0].content, FIRST);
	assert_int_not_equal(fake_pages[1].content, FIRST + 1);
}

static void data_follows_a_page_from_slot_to_slot(void **state)
{
	const void *in_the_way;
	void *first = kmap_local_page(page_of(0)), *second;

	(void)state;
	fake_write(first, FIRST);
	kunmap_local(first);
	in_the_way = kmap_local_page(page_of(1));
	assert_ptr_equal(in_the_way, first);
	second = kmap_local_page(page_of(0));
	assert_ptr_not_equal(second, first);
	assert_int_equal(fake_read(second), FIRST);
	fake_write(second, SECOND);
	kunmap_local(second);
	kunmap_local(in_the_way);
	assert_int_equal(read_once(page_of(0)), SECOND);
}

static void slot_shows_the_page_that_it_maps_now(void **state)
{
	uint32_t other = page_of(1)->content;

	(void)state;
	write_once(page_of(0), FIRST);
	assert_int_equal(read_once(page_of(1)), other);
	write_once(page_of(1), SECOND);
	assert_int_equal(read_once(page_of(0)), FIRST);
	cache_empty(&fake_cache);
	assert_int_equal(page_of(0)->content, FIRST);
	assert_int_equal(page_of(1)->content, SECOND);
}

/* Two tasks with different pages in the same slot. */
static void switch_changes_what_a_slot_shows(void **state)
{
	struct fake_task *task = fake_current();
	uint32_t other = page_of(1)->content;
	void *address = kmap_local_page(page_of(0)), *theirs;

	(void)state;
	fake_write(address, FIRST);
	fake_switch(&fake_tasks[2]);
	theirs = kmap_local_page(page_of(1));
	assert_int_equal(fake_read(theirs), other);
	fake_write(theirs, SECOND);
	if (FAKE_RETIRES)
		assert_int_equal(user_reads(page_of(0)), FIRST);
	kunmap_local(theirs);
	fake_switch(task);
	assert_int_equal(fake_read(address), FIRST);
	kunmap_local(address);
	assert_int_equal(read_once(page_of(1)), SECOND);
}

/* With colours, a direct page may have a second mapping, with other attributes. */
static void direct_map_and_slots_agree(void **state)
{
	void *direct = kmap_local_page(&fake_pages[1]);
	const void *address;

	(void)state;
	assert_true(kmap_host_address_is_direct(direct));
	address = kmap_local_page_prot(&fake_pages[1], KMAP_PROT_READ_ONLY);
	assert_false(kmap_host_address_is_direct(address));
	for (uint32_t content = FIRST; CACHE_TAGS == CACHE_PHYSICAL && content < FIRST + 3;
	     content++) {
		fake_write(direct, content);
		assert_int_equal(fake_read(address), content);
	}
	kunmap_local(address);
}

/* Another page takes the place that the page had in the persistent window. */
static void persistent_window_and_slots_agree(void **state)
{
	void *shared = kmap(page_of(0));

	(void)state;
	fake_write(shared, FIRST);
	kunmap(page_of(0));
	kmap_flush_unused();
	assert_int_equal(read_once(page_of(0)), FIRST);
	write_once(page_of(0), SECOND);
	assert_non_null(kmap(page_of(1)));
	assert_int_equal(fake_read(kmap(page_of(0))), SECOND);
	fake_write(kmap_high_get(page_of(0)), FIRST);
	for (unsigned int users = 0; users < 2; users++)
		kunmap(page_of(0));
	kunmap(page_of(1));
	kmap_flush_unused();
	assert_int_equal(read_once(page_of(0)), FIRST);
}

/* Nobody uses its persistent mapping, but that is still there. */
static void page_gets_a_second_address(void **state)
{
	void *shared = kmap(page_of(0));
	const char *several;
	const void *read_only;

	(void)state;
	fake_write(shared, FIRST);
	kunmap(page_of(0));
	several = kmap_local_range(kmap_host_page_to_pfn(page_of(0)), 2);
	assert_int_equal(fake_read(several), FIRST);
	kunmap_local(several);
	shared = kmap(page_of(0));
	fake_write(shared, SECOND);
	kunmap(page_of(0));
	read_only = kmap_local_page_prot(page_of(0), KMAP_PROT_READ_ONLY);
	assert_int_equal(fake_read(read_only), SECOND);
	kunmap_local(read_only);
	kmap_flush_unused();
}

/* Nothing, a direct page, and a page that has no mapping. */
static void freeing_what_is_not_mapped_changes_nothing(void **state)
{
	(void)state;
	kmap_persistent_forget(NULL);
	kmap_persistent_forget(&fake_pages[1]);
	kmap_persistent_forget(page_of(0));
	assert_int_equal(fake_report_count, 0);
}

/* What the last owner wrote is not written back over what the next one has written. */
static void page_has_another_owner(void **state)
{
	(void)state;
	fake_write(kmap(page_of(0)), FIRST);
	kunmap(page_of(0));
	kmap_persistent_forget(page_of(0));
	write_once(page_of(0), SECOND);
	cache_empty(&fake_cache);
	assert_int_equal(read_once(page_of(0)), SECOND);
	kmap_flush_unused();
	assert_int_equal(read_once(page_of(0)), SECOND);
}

/* At an address of any colour, once the mapping is gone. */
static void user_space_sees_what_was_written(void **state)
{
	uint32_t before = page_of(0)->content;

	(void)state;
	write_once(page_of(0), FIRST);
	assert_int_equal(user_reads(page_of(0)), FAKE_RETIRES ? FIRST : before);
	cache_empty(&fake_cache);
	fake_write(kmap(page_of(1)), SECOND);
	kunmap(page_of(1));
	kmap_flush_unused();
	assert_int_equal(user_reads(page_of(1)) == SECOND, FAKE_RETIRES);
	cache_empty(&fake_cache);
}

static void user_space_sees_what_helpers_write(void **state)
{
	(void)state;
	write_once(page_of(0), FIRST);
	kmap_copy_page(page_of(1), page_of(0));
	assert_int_equal(user_reads(page_of(1)), FIRST);
	kmap_clear_page(page_of(1));
	assert_int_equal(user_reads(page_of(1)), 0);
}

/* A page has room in the persistent window where a slot of its colour is free. */
static void persistent_pages_get_slots_of_their_colour(void **state)
{
	unsigned int count = 0;
	const void *address;

	(void)state;
	for (unsigned int colour = 0; colour < FAKE_COLOURS; colour++)
		for (unsigned int nr = 0; nr <= KMAP_PERSISTENT_PAGES; nr++) {
			kmap_page_t *page = persistent_page(nr * FAKE_COLOURS + colour);

			address = kmap_try(page);
			count += address != NULL;
			if (address)
				assert_int_equal((uintptr_t)address / KMAP_PAGE_SIZE % FAKE_COLOURS,
						 kmap_host_page_to_pfn(page) % FAKE_COLOURS);
		}
	assert_int_equal(count, KMAP_PERSISTENT_PAGES);
	for (unsigned int nr = 0; nr < (KMAP_PERSISTENT_PAGES + 1) * FAKE_COLOURS; nr++)
		if (persistent_count(persistent_page(nr)) > 1)
			kunmap(persistent_page(nr));
	kmap_flush_unused();
}

#define CACHE_TEST(function)                                                                       \
	cmocka_unit_test_setup_teardown(function, persistent_setup, persistent_teardown)

UNIT_MAIN(CACHE_TEST(freeing_what_is_not_mapped_changes_nothing),
	  CACHE_TEST(cache_shows_a_page_at_two_addresses_as_two),
	  CACHE_TEST(cache_tells_which_mapping_wrote_last),
	  CACHE_TEST(cache_writes_back_what_it_has_no_room_for),
	  CACHE_TEST(data_follows_a_page_from_slot_to_slot),
	  CACHE_TEST(slot_shows_the_page_that_it_maps_now),
	  CACHE_TEST(switch_changes_what_a_slot_shows), CACHE_TEST(direct_map_and_slots_agree),
	  CACHE_TEST(persistent_window_and_slots_agree), CACHE_TEST(page_gets_a_second_address),
	  CACHE_TEST(page_has_another_owner), CACHE_TEST(user_space_sees_what_was_written),
	  CACHE_TEST(user_space_sees_what_helpers_write),
	  CACHE_TEST(persistent_pages_get_slots_of_their_colour))
