/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The atomic family: ordinary mappings, with preemption and page faults disabled from
 * before the map until after the unmap, in any nesting.
 */
#include "model.h"
#include "unit.h"

#define NESTED (KMAP_SLOTS < 4 ? KMAP_SLOTS : 4)

static void assert_depth(unsigned int depth)
{
	assert_int_equal(fake_current()->preempt, depth);
	assert_int_equal(fake_current()->pagefault, depth);
}

static void counters_nest_and_balance_in_any_order(void **state)
{
	const void *address[NESTED];
	unsigned long pfn[NESTED];

	(void)state;
	for (unsigned int nr = 0; nr < NESTED; nr++) {
		pfn[nr] = model_fresh_pfn();
		address[nr] = kmap_atomic_pfn(pfn[nr]);
		assert_depth(nr + 1);
		assert_int_equal(fake_translate(address[nr]), pfn[nr]);
	}
	assert_int_equal(fake_current()->pins, MODEL_PINS(NESTED));
	/* The oldest first. */
	for (unsigned int nr = 0; nr < NESTED; nr++) {
		assert_int_equal(fake_translate(address[nr]), pfn[nr]);
		kunmap_atomic(address[nr]);
		assert_depth(NESTED - nr - 1);
	}
	model_check();
}

static void direct_page_disables_too_but_takes_no_slot(void **state)
{
	const void *address;

	(void)state;
	if (KMAP_FORCE_MAP)
		return;
	address = kmap_atomic(&fake_pages[1]);
	assert_ptr_equal(address, kmap_host_direct_address(1));
	assert_depth(1);
	assert_int_equal(fake_current()->pins, 0);
	assert_int_equal(fake_current()->kmap.used, 0);
	kunmap_atomic(address);
	assert_depth(0);
}

static void attributes_are_passed_on(void **state)
{
	const void *address = kmap_atomic_prot(&fake_pages[1], KMAP_PROT_READ_ONLY);
	struct kmap_pte pte;

	(void)state;
	assert_int_equal(kmap_where(address).place, KMAP_PLACE_SLOT);
	pte = *fake_window_pte((uintptr_t)address);
	assert_true(fake_pte_has_prot(pte, KMAP_PROT_READ_ONLY));
	assert_int_equal(fake_translate(address), 1);
	kunmap_atomic(address);
	address = kmap_atomic(&fake_pages[FAKE_DIRECT_FRAMES]);
	pte = *fake_window_pte((uintptr_t)address);
	assert_true(fake_pte_has_prot(pte, KMAP_PROT_DEFAULT));
	assert_int_equal(fake_translate(address), fake_pfn(FAKE_DIRECT_FRAMES));
	kunmap_atomic(address);
	model_check();
}

/* While a bit of the mask is set, preemption and page faults are disabled. */
static void covered(void)
{
	const struct fake_task *task = fake_current();

	if (task->kmap.used && (!task->preempt || !task->pagefault))
		fake_fail("a slot is used with preemption or page faults enabled");
}

static void B17_no_step_with_a_slot_is_preemptible(void **state)
{
	const void *address;

	(void)state;
	fake_observer = covered;
	address = kmap_atomic_pfn(model_fresh_pfn());
	assert_false(fake_preemptible());
	kunmap_atomic(address);
	assert_true(fake_preemptible());
	model_check();
}

/* When preemption is enabled again the task has no mapping and no pin, and page faults are on. */
static void unpinned_when_preemptible(void)
{
	const struct fake_task *task = fake_current();

	if (!task->preempt && (task->pins || task->pagefault))
		fake_fail("preemptible with %u pins, page faults %u", task->pins, task->pagefault);
}

static void preemption_comes_back_last(void **state)
{
	const void *address;

	(void)state;
	fake_observer = unpinned_when_preemptible;
	address = kmap_atomic_pfn(model_fresh_pfn());
	kunmap_atomic(address);
	address = kmap_atomic_pfn(0);
	kunmap_atomic(address);
}

/* Local and atomic mappings share the slots. */
static void mixes_with_local_mappings(void **state)
{
	unsigned long pfn = model_fresh_pfn();
	const void *address;

	(void)state;
	model_hold(KMAP_SLOTS - 1);
	address = kmap_atomic_pfn(pfn);
	assert_depth(1);
	model_unmap_all();
	assert_int_equal(fake_translate(address), pfn);
	assert_depth(1);
	kunmap_atomic(address);
	assert_depth(0);
	model_check();
}

/* By contract both are disabled until kunmap_atomic(), even if NULL was returned. */
static void B16_exhaustion_leaves_the_counters_to_unmap(void **state)
{
	(void)state;
	model_hold(KMAP_SLOTS);
	assert_null(kmap_atomic_pfn(model_fresh_pfn()));
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_EXHAUSTED);
	assert_depth(1);
	kunmap_atomic((void *)NULL);
	assert_depth(0);
	fake_report_count = 0;
	model_check();
	model_unmap_all();
}

static void B16_wrong_address_is_reported_and_the_counters_balance(void **state)
{
	const void *address;

	(void)state;
	address = kmap_atomic_pfn(model_fresh_pfn());
	kunmap_atomic((const char *)address - KMAP_PAGE_SIZE * KMAP_SLOTS * 4);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	/* In debug mode a refused call changes nothing. */
	assert_depth(KMAP_DEBUG);
	if (KMAP_DEBUG)
		kunmap_atomic(address);
	else
		kunmap_local(address);
	assert_depth(0);
	model_check();
}

UNIT_MAIN(UNIT_TEST(counters_nest_and_balance_in_any_order),
	  UNIT_TEST(direct_page_disables_too_but_takes_no_slot),
	  UNIT_TEST(attributes_are_passed_on), UNIT_TEST(B17_no_step_with_a_slot_is_preemptible),
	  UNIT_TEST(preemption_comes_back_last), UNIT_TEST(mixes_with_local_mappings),
	  UNIT_TEST(B16_exhaustion_leaves_the_counters_to_unmap),
	  UNIT_TEST(B16_wrong_address_is_reported_and_the_counters_balance))
