/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode: the code, time and context of mappings, and the misuse that only notes can
 * reveal. Only built with KMAP_DEBUG.
 */
#include <string.h>

#include "model.h"
#include "reports.h"
#include "unit.h"

_Static_assert(KMAP_DEBUG, "these tests are about debug mode");

static struct kmap_description describe(const void *address)
{
	return kmap_describe(&fake_current()->kmap, fake_window(fake_cpu_number), address);
}

static void mapping_remembers_call_site_age_and_context(void **state)
{
	unsigned long pfn = model_fresh_pfn();
	const void *address, *other;
	struct kmap_note note;

	(void)state;
	fake_now = 71;
	address = kmap_local_pfn(model_fresh_pfn());
	fake_now = 72;
	fake_this_cpu()->irq_depth = 2;
	other = kmap_local_pfns(&pfn, 1);
	note = describe(address).note;
	assert_here(note.mapper);
	assert_int_equal(note.unmapper, 0);
	assert_int_equal(note.when, 71);
	assert_int_equal(note.context, KMAP_CONTEXT_TASK);
	assert_int_equal(describe(other).note.when, 72);
	assert_int_equal(describe(other).note.context, 2);
	/* Two call sites. */
	assert_here(describe(other).note.mapper);
	assert_int_not_equal(describe(other).note.mapper, note.mapper);
	kunmap_local(other);
	fake_this_cpu()->irq_depth = 0;
	kunmap_local(address);
}

static void mapping_of_several_pages_has_one_note(void **state)
{
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };
	const char *address;

	(void)state;
	fake_now = 5;
	address = kmap_local_pfns(pfns, 2);
	assert_here(describe(address).note.mapper);
	for (unsigned int page = 0; page < 3; page++) {
		struct kmap_description there = describe(address + page * KMAP_PAGE_SIZE);

		assert_int_equal(there.note.when, 5);
		assert_int_equal(there.note.mapper, describe(address).note.mapper);
		assert_int_equal(there.pages, 2);
	}
	assert_int_equal(describe(address + 2 * KMAP_PAGE_SIZE).state, KMAP_STATE_OVERRUN);
	kunmap_local(address);
}

static void use_after_unmap_names_both_call_sites(void **state)
{
	const char *address = kmap_local_pfn(model_fresh_pfn());
	uintptr_t mapper = describe(address).note.mapper;
	struct kmap_description after;

	(void)state;
	kunmap_local(address);
	after = describe(address + KMAP_PAGE_SIZE - 1);
	assert_int_equal(after.state, KMAP_STATE_GIVEN_UP);
	assert_int_equal(after.pages, 1);
	assert_int_equal(after.note.mapper, mapper);
	assert_here(after.note.unmapper);
	assert_int_not_equal(after.note.unmapper, mapper);
	/* The same for its guard. */
	after = describe(address + KMAP_PAGE_SIZE);
	assert_int_equal(after.state, KMAP_STATE_GIVEN_UP);
	assert_int_equal(after.address, (uintptr_t)address);
	assert_int_equal(after.note.mapper, mapper);
	/* The slot is held again: the new mapping has no unmapper. */
	address = kmap_local_pfn(model_fresh_pfn());
	assert_int_equal(describe(address).state, KMAP_STATE_HELD);
	assert_int_equal(describe(address).note.unmapper, 0);
	kunmap_local(address);
}

/* Each page of an unmapped mapping describes the whole mapping, not older ones in its slots. */
static void every_page_of_a_longer_mapping_remembers_it(void **state)
{
	struct kmap_description after;
	const char *address;
	uintptr_t mapper;

	(void)state;
	model_hold(KMAP_SLOTS);
	model_unmap_all();
	address = model_map_range(KMAP_SLOTS);
	mapper = describe(address).note.mapper;
	model_unmap_all();
	for (unsigned int page = 0; page <= KMAP_SLOTS; page++) {
		after = describe(address + page * KMAP_PAGE_SIZE);
		assert_int_equal(after.state, KMAP_STATE_GIVEN_UP);
		assert_int_equal(after.address, (uintptr_t)address);
		assert_int_equal(after.slot, kmap_where(address).slot);
		assert_int_equal(after.pages, KMAP_SLOTS);
		assert_int_equal(after.note.mapper, mapper);
	}
	/* A shorter mapping in some of its slots is described there, and only there. */
	address = model_map_range(2);
	model_unmap_all();
	assert_int_equal(describe(address + KMAP_PAGE_SIZE).pages, 2);
	assert_int_equal(describe(address - KMAP_PAGE_SIZE).pages, KMAP_SLOTS);
}

/* The report about mappings held at the end of a task has their notes. */
static void mappings_held_at_the_end_are_remembered(void **state)
{
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };
	const char *single = kmap_local_pfn(model_fresh_pfn());
	const char *several = kmap_local_pfns(pfns, 2);

	(void)state;
	kmap_exit();
	assert_report(KMAP_BUG_HELD_AT_EXIT, kmap_where(single).slot, (uintptr_t)single);
	assert_int_equal(describe(single).state, KMAP_STATE_FREE);
	assert_here(describe(single).note.mapper);
	assert_int_equal(describe(several).state, KMAP_STATE_FREE);
	assert_int_equal(describe(several).pages, 2);
	assert_here(describe(several).note.mapper);
	assert_int_equal(describe(several).note.unmapper, 0);
}

/* An unmap that must be refused because of its context, and changes nothing. */
static void refuse(const void *address, uint32_t slot)
{
	struct kmap_ctrl before = fake_current()->kmap;
	unsigned int pins = fake_current()->pins;

	kunmap_local(address);
	assert_report(KMAP_BUG_WRONG_CONTEXT, slot, (uintptr_t)address);
	assert_memory_equal(&fake_current()->kmap, &before, sizeof(before));
	assert_int_equal(fake_current()->pins, pins);
}

static void handler_cannot_give_back_what_the_task_holds(void **state)
{
	struct kmap_irq_state held;

	(void)state;
	model_map();
	held = kmap_irq_enter();
	fake_this_cpu()->irq_depth = 1;
	refuse(model_current()->hold[0].address, 0);
	kmap_irq_exit(held);
	fake_this_cpu()->irq_depth = 0;
	model_check();
	model_unmap_all();
}

static void nested_handler_cannot_give_back_what_the_outer_one_holds(void **state)
{
	const char *address;

	(void)state;
	fake_this_cpu()->irq_depth = 1;
	address = kmap_local_pfn(model_fresh_pfn());
	fake_this_cpu()->irq_depth = 2;
	refuse(address + 1, 0);
	fake_this_cpu()->irq_depth = 1;
	kunmap_local(address);
	fake_this_cpu()->irq_depth = 0;
	model_check();
}

static void nmi_must_not_map(void **state)
{
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };

	(void)state;
	fake_this_cpu()->nmi = true;
	assert_null(kmap_local_pfn(pfns[0]));
	assert_report(KMAP_BUG_NMI, KMAP_NO_SLOT, 0);
	assert_null(kmap_local_pfns(pfns, 2));
	assert_report(KMAP_BUG_NMI, KMAP_NO_SLOT, 0);
	fake_this_cpu()->nmi = false;
	model_check();
}

static void frames_beyond_the_machine_are_refused(void **state)
{
	unsigned long pfns[] = { model_fresh_pfn(), FAKE_PFN_BEYOND };

	(void)state;
	assert_null(kmap_local_pfn(FAKE_PFN_BEYOND));
	assert_report(KMAP_BUG_PFN, KMAP_NO_SLOT, FAKE_PFN_BEYOND);
	assert_null(kmap_local_pfns(pfns, 2));
	assert_report(KMAP_BUG_PFN, KMAP_NO_SLOT, FAKE_PFN_BEYOND);
	model_check();
}

/* A stray PTE is reported, and removed, from the TLB as well. */
static void dirty_slots_are_reported_and_cleaned(void **state)
{
	const unsigned int start = KMAP_WINDOW_SLOTS - 3;
	const uintptr_t first = kmap_window_slot_address(fake_window_number(), 0);
	const uintptr_t second = kmap_window_slot_address(fake_window_number(), start + 1);
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };
	const char *address;

	(void)state;
	*fake_window_pte(first) = kmap_arch_pte_make(model_fresh_pfn(), KMAP_PROT_DEFAULT);
	assert_int_not_equal(fake_translate((void *)first), FAKE_FAULT);
	address = kmap_local_pfn(pfns[0]);
	assert_report(KMAP_BUG_SLOT_DIRTY, 0, first);
	assert_int_equal(fake_translate(address), pfns[0]);
	kunmap_local(address);
	*fake_window_pte(second) = kmap_arch_pte_make(model_fresh_pfn(), KMAP_PROT_DEFAULT);
	assert_int_not_equal(fake_translate((void *)second), FAKE_FAULT);
	address = kmap_local_pfns(pfns, 2);
	assert_report(KMAP_BUG_SLOT_DIRTY, start + 1, second);
	assert_int_equal(fake_translate(address + KMAP_PAGE_SIZE), pfns[1]);
	kunmap_local(address);
	model_check();
}

static void sleep_inside_an_atomic_section_is_reported(void **state)
{
	const void *outer, *inner;

	(void)state;
	kmap_might_sleep();
	assert_int_equal(fake_report_count, 0);
	outer = kmap_atomic_pfn(model_fresh_pfn());
	inner = kmap_atomic(&fake_pages[1]);
	kmap_might_sleep();
	assert_report(KMAP_BUG_SLEEP, KMAP_NO_SLOT, 0);
	kunmap_atomic(outer);
	kmap_might_sleep();
	assert_report(KMAP_BUG_SLEEP, KMAP_NO_SLOT, 0);
	kunmap_atomic(inner);
	/* A mapping that may be held while sleeping. */
	model_map();
	kmap_might_sleep();
	assert_int_equal(fake_report_count, 0);
	model_unmap_all();
}

static void conversion_of_a_temporary_address_is_reported(void **state)
{
	const uintptr_t last = kmap_window_end() - 1;

	(void)state;
	kmap_assert_direct((void *)kmap_window_start());
	assert_report(KMAP_BUG_NOT_DIRECT, KMAP_NO_SLOT, kmap_window_start());
	kmap_assert_direct((void *)last);
	assert_report(KMAP_BUG_NOT_DIRECT, KMAP_NO_SLOT, last);
	kmap_assert_direct(kmap_host_direct_address(1));
	kmap_assert_direct((void *)kmap_window_end());
	assert_int_equal(fake_report_count, 0);
}

/* A new task has no history. */
static void fork_takes_no_notes_along(void **state)
{
	struct kmap_ctrl *child = &fake_tasks[3].kmap;
	const void *address;

	(void)state;
	model_map();
	model_unmap_all();
	*child = fake_current()->kmap;
	kmap_fork(child);
	assert_int_equal(child->note[0].mapper, 0);
	address = (void *)kmap_window_slot_address(fake_window_number(), 0);
	assert_int_equal(kmap_describe(child, fake_window(0), address).state, KMAP_STATE_FREE);
}

UNIT_MAIN(UNIT_TEST(mapping_remembers_call_site_age_and_context),
	  UNIT_TEST(mapping_of_several_pages_has_one_note),
	  UNIT_TEST(use_after_unmap_names_both_call_sites),
	  UNIT_TEST(every_page_of_a_longer_mapping_remembers_it),
	  UNIT_TEST(mappings_held_at_the_end_are_remembered),
	  UNIT_TEST(handler_cannot_give_back_what_the_task_holds),
	  UNIT_TEST(nested_handler_cannot_give_back_what_the_outer_one_holds),
	  UNIT_TEST(nmi_must_not_map), UNIT_TEST(frames_beyond_the_machine_are_refused),
	  UNIT_TEST(dirty_slots_are_reported_and_cleaned),
	  UNIT_TEST(sleep_inside_an_atomic_section_is_reported),
	  UNIT_TEST(conversion_of_a_temporary_address_is_reported),
	  UNIT_TEST(fork_takes_no_notes_along))
