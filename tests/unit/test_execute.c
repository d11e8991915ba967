/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings are executable only with KMAP_PROT_EXECUTABLE.
 */
#include "model.h"
#include "unit.h"

static bool is_executable(const void *address)
{
	return fake_pte_executable(*fake_window_pte((uintptr_t)address));
}

/* Each attribute after every other one in the same slot. */
static void only_executable_mappings_are(void **state)
{
	static const kmap_prot_t prots[] = { KMAP_PROT_DEFAULT, KMAP_PROT_READ_ONLY,
					     KMAP_PROT_UNCACHED, KMAP_PROT_WRITE_COMBINED,
					     KMAP_PROT_EXECUTABLE };
	unsigned long pfn = fake_pfn(FAKE_DIRECT_FRAMES);

	(void)state;
	for (unsigned int nr = 0; nr < 50; nr++) {
		kmap_prot_t prot = prots[nr % 2 ? nr / 2 % 5 : nr / 10];
		const void *address = kmap_local_pfn_prot(pfn, prot);

		assert_int_equal(fake_translate(address), pfn);
		assert_int_equal(is_executable(address), prot == KMAP_PROT_EXECUTABLE);
		kunmap_local(address);
	}
}

/* A direct page: its direct map address need not be executable. */
static void a_direct_page_gets_a_mapping(void **state)
{
	const void *address = kmap_local_page_prot(&fake_pages[3], KMAP_PROT_EXECUTABLE);

	(void)state;
	assert_int_equal(kmap_where(address).place, KMAP_PLACE_SLOT);
	assert_true(is_executable(address));
	assert_true(fake_pte_writable(*fake_window_pte((uintptr_t)address)));
	kunmap_local(address);
}

/* The functions that take no attributes. */
static void other_ways_are_not_executable(void **state)
{
	kmap_page_t *page = &fake_pages[FAKE_DIRECT_FRAMES];
	const void *address;

	(void)state;
	fake_persistent_reset();
	address = kmap(page);
	assert_false(is_executable(address));
	kunmap(page);
	kmap_flush_unused();
	address = kmap_local_pages(&page, 1);
	assert_false(is_executable(address));
	kunmap_local(address);
	address = kmap_atomic(page);
	assert_false(is_executable(address));
	kunmap_atomic(address);
}

UNIT_MAIN(UNIT_TEST(only_executable_mappings_are), UNIT_TEST(a_direct_page_gets_a_mapping),
	  UNIT_TEST(other_ways_are_not_executable))
