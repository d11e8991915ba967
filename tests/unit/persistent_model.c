/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Invariants of the persistent window.
 */
#include "persistent_model.h"
#include "unit.h"

_Static_assert(FAKE_HIGH_FRAMES > 2 * KMAP_PERSISTENT_PAGES || KMAP_PERSISTENT_PAGES == 1024,
	       "the tests of the persistent window need two sets of pages");

kmap_page_t *persistent_page(unsigned int nr)
{
	return &fake_pages[FAKE_DIRECT_FRAMES + nr];
}

uint32_t persistent_count(const kmap_page_t *page)
{
	if (!page->kmap_word)
		return 0;
	return kmap_persistent_table[page->kmap_word - 1].count & KMAP_PERSISTENT_COUNT_MASK;
}

static void assert_shows(const void *address, unsigned long pfn)
{
	unsigned int before = fake_cpu_number;

	fake_cpu_number = 0;
	assert_true(fake_translate(address) == pfn);
	fake_cpu_number = FAKE_OTHER_CPU;
	assert_true(fake_translate(address) == pfn);
	fake_cpu_number = before;
}

void *persistent_map(kmap_page_t *page)
{
	void *address = kmap(page);

	assert_true(kmap_persistent_contains(address));
	assert_shows(address, kmap_host_page_to_pfn(page));
	return address;
}

void persistent_fill(unsigned int set)
{
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++)
		persistent_map(persistent_page(set * KMAP_PERSISTENT_PAGES + nr));
}

void persistent_empty(unsigned int set)
{
	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++)
		kunmap(persistent_page(set * KMAP_PERSISTENT_PAGES + nr));
}

void persistent_touch(void)
{
	unsigned int before = fake_cpu_number;

	for (unsigned int nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++) {
		fake_cpu_number = 0;
		fake_translate(kmap_persistent_address(nr));
		fake_cpu_number = FAKE_OTHER_CPU;
		fake_translate(kmap_persistent_address(nr));
	}
	fake_cpu_number = before;
}

static void page_check(uint32_t nr)
{
	const struct kmap_persistent_slot *slot = &kmap_persistent_table[nr];
	const void *address = kmap_persistent_address(nr);

	if (!(slot->count & KMAP_PERSISTENT_COUNT_MASK)) {
		assert_null(slot->page);
		assert_true(kmap_arch_pte_is_none(*fake_persistent_pte((uintptr_t)address)));
		assert_shows(address, FAKE_FAULT);
		return;
	}
	assert_false(kmap_arch_pte_is_none(*fake_persistent_pte((uintptr_t)address)));
	if (!slot->page)
		return;
	assert_int_equal(slot->page->kmap_word, nr + 1);
	assert_shows(address, kmap_host_page_to_pfn(slot->page));
}

void persistent_check(void)
{
	assert_false(fake_shared_locked);
	for (uint32_t nr = 0; nr < KMAP_PERSISTENT_PAGES; nr++)
		page_check(nr);
	for (unsigned int nr = 0; nr < FAKE_FRAMES; nr++) {
		uint32_t word = fake_pages[nr].kmap_word;

		assert_true(!word || kmap_persistent_table[word - 1].page == &fake_pages[nr]);
	}
}

int persistent_setup(void **state)
{
	unit_setup(state);
	fake_persistent_reset();
	return 0;
}

int persistent_teardown(void **state)
{
	fake_steps_reset();
	persistent_check();
	kmap_flush_unused();
	assert_int_equal(fake_persistent_valid_ptes(), 0);
	assert_false(fake_persistent_waiting);
	assert_int_equal(kmap_persistent_waiters, 0);
	return unit_teardown(state);
}
