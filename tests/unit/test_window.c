/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The arithmetic of addresses and slots, for every CPU and every slot, compared with a walk
 * from page to page that does not use the formulas.
 */
#include "fake/fake_tables.h"
#include "model.h"
#include "unit.h"

static const uintptr_t bytes[] = { 0, 1, 7, KMAP_PAGE_SIZE / 2, KMAP_PAGE_SIZE - 1 };

/* Call @function with the address of every slot in ascending order. */
static void each_slot(void (*function)(unsigned int cpu, unsigned int slot, uintptr_t address))
{
	uintptr_t address = kmap_window_start();

	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++) {
			function(cpu, slot, address);
			address += KMAP_PAGE_SIZE;
		}
	}
	assert_int_equal(address, kmap_window_end());
}

static void assert_where(uintptr_t address, enum kmap_place place, unsigned int cpu,
			 unsigned int slot)
{
	struct kmap_where where = kmap_where((void *)address);

	assert_int_equal(where.place, place);
	assert_int_equal(where.window, cpu);
	assert_int_equal(where.slot, slot);
}

static void slot_is_invertible(unsigned int cpu, unsigned int slot, uintptr_t address)
{
	uintptr_t base = kmap_window_slot_address(cpu, 0);

	assert_int_equal(kmap_window_slot_address(cpu, slot), address);
	for (size_t nr = 0; nr < sizeof(bytes) / sizeof(bytes[0]); nr++) {
		uintptr_t byte = address + bytes[nr];

		assert_where(byte, KMAP_PLACE_SLOT, cpu, slot);
		assert_int_equal(kmap_window_index(base, (void *)byte), slot);
	}
}

static void B8_every_cpu_and_slot_is_in_range_unique_and_invertible(void **state)
{
	(void)state;
	each_slot(slot_is_invertible);
}

/* Relative to the window of any other CPU, the address has no valid slot number. */
static void slot_is_nobody_elses(unsigned int cpu, unsigned int slot, uintptr_t address)
{
	static const unsigned int others[] = { 0, 1, KMAP_CPUS_MAX / 2, KMAP_CPUS_MAX - 1 };

	(void)slot;
	for (size_t nr = 0; nr < sizeof(others) / sizeof(others[0]); nr++) {
		uintptr_t base = kmap_window_slot_address(others[nr], 0);

		if (others[nr] == cpu || others[nr] >= KMAP_CPUS_MAX)
			continue;
		assert_true(kmap_window_index(base, (void *)address) >= KMAP_WINDOW_SLOTS);
		address += KMAP_PAGE_SIZE - 1;
		assert_true(kmap_window_index(base, (void *)address) >= KMAP_WINDOW_SLOTS);
		address -= KMAP_PAGE_SIZE - 1;
	}
}

static void B8_no_slot_is_taken_for_one_of_another_cpu(void **state)
{
	(void)state;
	each_slot(slot_is_nobody_elses);
}

static void assert_ends(void)
{
	uintptr_t start = kmap_window_start();
	uintptr_t end = kmap_window_end();

	assert_where(start - 1, KMAP_PLACE_GUARD, 0, 0);
	assert_where(start - KMAP_PAGE_SIZE, KMAP_PLACE_GUARD, 0, 0);
	assert_where(start - KMAP_PAGE_SIZE - 1, KMAP_PLACE_OUTSIDE, 0, 0);
	assert_where(end, KMAP_PLACE_GUARD, KMAP_CPUS_MAX - 1, KMAP_WINDOW_SLOTS - 1);
	assert_where(end + KMAP_PAGE_SIZE - 1, KMAP_PLACE_GUARD, KMAP_CPUS_MAX - 1,
		     KMAP_WINDOW_SLOTS - 1);
	assert_where(end + KMAP_PAGE_SIZE, KMAP_PLACE_OUTSIDE, 0, 0);
	assert_where(FAKE_DIRECT_BASE, KMAP_PLACE_OUTSIDE, 0, 0);
}

static void B8_region_is_half_open_with_a_guard_at_either_end(void **state)
{
	(void)state;
	assert_ends();
	assert_where(0, KMAP_PLACE_OUTSIDE, 0, 0);
	assert_where(UINTPTR_MAX, KMAP_PLACE_OUTSIDE, 0, 0);
	assert_true(kmap_window_index(kmap_window_start(), NULL) >= KMAP_WINDOW_SLOTS);
	assert_true(kmap_window_index(kmap_window_start(), (void *)UINTPTR_MAX) >=
		    KMAP_WINDOW_SLOTS);
}

/* The guard at the end is the last page of the address space. */
static void B8_windows_at_the_top_of_the_address_space(void **state)
{
	(void)state;
	fake_window_base = 0 - KMAP_PAGE_SIZE - KMAP_WINDOW_SIZE;
	each_slot(slot_is_invertible);
	each_slot(slot_is_nobody_elses);
	assert_ends();
	assert_where(UINTPTR_MAX, KMAP_PLACE_GUARD, KMAP_CPUS_MAX - 1, KMAP_WINDOW_SLOTS - 1);
}

/* The guard at the start is the first page of the address space. */
static void B8_windows_at_the_bottom_of_the_address_space(void **state)
{
	(void)state;
	fake_window_base = KMAP_PAGE_SIZE;
	each_slot(slot_is_invertible);
	assert_ends();
	assert_where(0, KMAP_PLACE_GUARD, 0, 0);
}

static void slot_has_its_own_pte(unsigned int cpu, unsigned int nr, uintptr_t address)
{
	const struct kmap_slot *slot = &fake_cpus[cpu].window.slot[nr];

	assert_ptr_equal(slot->address, address);
	assert_ptr_equal(slot->pte, fake_window_pte(address));
}

/* One window spans several page tables that are not adjacent. */
static void B9_slots_find_their_ptes_in_discontiguous_tables(void **state)
{
	const struct kmap_slot *slot = fake_cpus[0].window.slot;
	const unsigned int last = KMAP_WINDOW_SLOTS - 1;

	(void)state;
	each_slot(slot_has_its_own_pte);
	if (KMAP_WINDOW_SLOTS > FAKE_TABLE_PTES)
		assert_true(slot[last].pte - slot[0].pte != last);
}

static void cpu_is_initialised(unsigned int cpu, unsigned int nr, uintptr_t address)
{
	(void)nr;
	assert_int_equal(fake_cpus[cpu].window.number, cpu);
	assert_int_equal(fake_cpus[cpu].window.base, kmap_window_slot_address(cpu, 0));
	assert_true(kmap_address_is_temporary((void *)address));
}

/* Write PTEs, as a boot loader may have left them. */
static void dirty(unsigned int cpu, unsigned int nr, uintptr_t address)
{
	(void)cpu;
	(void)nr;
	*fake_window_pte(address) = kmap_arch_pte_make(model_fresh_pfn(), KMAP_PROT_DEFAULT);
}

static void B21_every_cpu_sets_up_its_own_window_and_all_of_it(void **state)
{
	(void)state;
	each_slot(cpu_is_initialised);
	each_slot(dirty);
	assert_int_equal(fake_valid_ptes(), KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS);
	for (fake_cpu_number = 0; fake_cpu_number < KMAP_CPUS_MAX; fake_cpu_number++)
		kmap_window_init(&fake_cpus[fake_cpu_number].window, fake_cpu_number);
	fake_cpu_number = 0;
	assert_int_equal(fake_valid_ptes(), 0);
	assert_int_equal(fake_invalidations, KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS);
}

/* The boot CPU sets up all CPUs: the given number counts, not the executing CPU. */
static void U3_one_cpu_sets_up_all(void **state)
{
	(void)state;
	each_slot(dirty);
	fake_setting_up = true;
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		fake_cpus[cpu].window = (struct kmap_window){ .number = 0 };
		kmap_window_init(&fake_cpus[cpu].window, cpu);
	}
	fake_setting_up = false;
	assert_int_equal(fake_valid_ptes(), 0);
	each_slot(cpu_is_initialised);
	each_slot(slot_has_its_own_pte);
}

/* The mask has one bit for each slot, and no others. */
static void B21_mask_has_no_tail(void **state)
{
	unsigned int bits = 0;

	(void)state;
	for (unsigned int nr = 0; nr < 32; nr++)
		bits += KMAP_USED_ALL >> nr & 1;
	assert_int_equal(bits, KMAP_WINDOW_SLOTS);
	assert_int_equal(KMAP_USED_ALL >> (KMAP_WINDOW_SLOTS - 1), 1);
}

UNIT_MAIN(UNIT_TEST(B8_every_cpu_and_slot_is_in_range_unique_and_invertible),
	  UNIT_TEST(B8_no_slot_is_taken_for_one_of_another_cpu),
	  UNIT_TEST(B8_region_is_half_open_with_a_guard_at_either_end),
	  UNIT_TEST(B8_windows_at_the_top_of_the_address_space),
	  UNIT_TEST(B8_windows_at_the_bottom_of_the_address_space),
	  UNIT_TEST(B9_slots_find_their_ptes_in_discontiguous_tables),
	  UNIT_TEST(B21_every_cpu_sets_up_its_own_window_and_all_of_it),
	  UNIT_TEST(U3_one_cpu_sets_up_all), UNIT_TEST(B21_mask_has_no_tail))
