/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Faults that were found by trial. The number of a test is that of its row in
 * docs/bugs.md. What only debug mode detects is tested if KMAP_DEBUG is 1.
 */
#include "fake/fake_persistent.h"
#include "io_range.h"

#if KMAP_DEBUG

/* Check the host's counters of atomic sections. */
static void assert_sections(unsigned int count)
{
	assert_int_equal(fake_current()->preempt, count);
	assert_int_equal(fake_current()->pagefault, count);
}

static const void *atomic(void)
{
	return kmap_atomic_pfn(model_fresh_pfn());
}

static void T9_2_second_kunmap_atomic_changes_no_counter(void **state)
{
	const void *outer = kmap_atomic(&fake_pages[1]), *inner = atomic();
	const void *low = kmap_atomic(&fake_pages[2]);

	(void)state;
	kunmap_atomic(inner);
	kunmap_atomic(inner);
	assert_report(KMAP_BUG_NOT_MAPPED, kmap_where(inner).slot, (uintptr_t)inner);
	assert_sections(2);
	kunmap_atomic(low);
	kunmap_atomic(outer);
	assert_sections(0);
	if (kmap_where(outer).place == KMAP_PLACE_OUTSIDE) {
		kunmap_atomic(outer);
		assert_report(KMAP_BUG_NOT_ATOMIC, KMAP_NO_SLOT, (uintptr_t)outer);
	}
	assert_sections(0);
}

static void T9_2_each_family_unmaps_its_own(void **state)
{
	const void *local = kmap_local_pfn(model_fresh_pfn()), *section = atomic();

	(void)state;
	kunmap_local(section);
	assert_report(KMAP_BUG_WRONG_UNMAP, kmap_where(section).slot, (uintptr_t)section);
	kunmap_atomic(local);
	assert_report(KMAP_BUG_WRONG_UNMAP, kmap_where(local).slot, (uintptr_t)local);
	assert_int_not_equal(fake_translate(local), FAKE_FAULT);
	assert_int_not_equal(fake_translate(section), FAKE_FAULT);
	assert_sections(1);
	kunmap_atomic(section);
	kunmap_local(local);
	assert_sections(0);
}

static void T9_2_task_ends_inside_a_section(void **state)
{
	(void)state;
	kunmap_atomic(atomic());
	kmap_exit();
	assert_int_equal(fake_report_count, 0);
	kmap_atomic(&fake_pages[1]);
	kmap_atomic(&fake_pages[2]);
	kmap_exit();
	assert_int_equal(fake_reports[fake_report_count - 1].bug, KMAP_BUG_ATOMIC_OPEN);
	fake_report_count = 0;
	assert_sections(0);
}

static void T9_2_task_rests_inside_a_section(void **state)
{
	const void *address;

	(void)state;
	kmap_assert_none();
	assert_int_equal(fake_report_count, 0);
	address = kmap_atomic(&fake_pages[1]);
	kmap_assert_none();
	assert_int_equal(fake_reports[fake_report_count - 1].bug, KMAP_BUG_ATOMIC_OPEN);
	fake_report_count = 0;
	assert_sections(1);
	kunmap_atomic(address);
}

static void T9_2_handler_leaves_a_section_open_or_ends_one(void **state)
{
	const void *address = kmap_atomic(&fake_pages[1]);
	struct kmap_irq_state entry = kmap_irq_enter();

	(void)state;
	kmap_atomic_begin();
	kmap_atomic_begin();
	kmap_irq_exit(entry);
	assert_report(KMAP_BUG_IRQ_ATOMIC, KMAP_NO_SLOT, 0);
	assert_sections(1);
	kmap_atomic_end();
	kmap_irq_exit(entry);
	assert_report(KMAP_BUG_IRQ_ATOMIC, KMAP_NO_SLOT, 0);
	assert_sections(1);
	kunmap_atomic(address);
}

/* Functions that take the shared lock are for tasks only: a handler may interrupt the holder. */
static void T9_3_shared_windows_are_for_tasks(void **state)
{
	const void *address;

	(void)state;
	fake_persistent_reset();
	range_make();
	address = io_mapping_map_wc(&range, 0, 1);
	fake_this_cpu()->irq_depth = 1;
	assert_null(kmap(&fake_pages[FAKE_DIRECT_FRAMES]));
	assert_reported(KMAP_BUG_CONTEXT, 0);
	assert_null(kmap_try(&fake_pages[FAKE_DIRECT_FRAMES]));
	assert_reported(KMAP_BUG_CONTEXT, 0);
	kmap_flush_unused();
	assert_reported(KMAP_BUG_CONTEXT, 0);
	assert_null(io_mapping_map_wc(&range, 0, 1));
	assert_reported(KMAP_BUG_CONTEXT, 0);
	io_mapping_unmap(address);
	assert_reported(KMAP_BUG_CONTEXT, 0);
	io_mapping_free(&range);
	assert_reported(KMAP_BUG_CONTEXT, 0);
	fake_this_cpu()->irq_depth = 0;
	assert_int_equal(kmap_io_to_pfn(address), FAKE_DEVICE_PFN);
	io_mapping_unmap(address);
	assert_clean();
}

/* kmap() may sleep, so it is reported even if it would not sleep this time. */
static void T9_3_kmap_in_a_section_is_reported_always(void **state)
{
	kmap_page_t *high = &fake_pages[FAKE_DIRECT_FRAMES];
	const void *section;

	(void)state;
	fake_persistent_reset();
	kmap(high);
	section = kmap_atomic(&fake_pages[1]);
	kmap(high);
	assert_reported(KMAP_BUG_SLEEP, 0);
	kmap_interruptible(&fake_pages[1]);
	assert_reported(KMAP_BUG_SLEEP, 0);
	assert_non_null(kmap_try(high));
	assert_int_equal(fake_report_count, 0);
	kunmap_atomic(section);
	for (unsigned int users = 0; users < 3; users++)
		kunmap(high);
	kunmap(&fake_pages[1]);
	kmap_flush_unused();
}

static void refuse_range(unsigned long first, unsigned long pages, enum kmap_bug bug,
			 unsigned long culprit)
{
	struct io_mapping mapping;

	assert_null(io_mapping_create_wc(&mapping, (uint64_t)first * PAGE, pages * PAGE));
	assert_reported(bug, culprit);
}

static void T9_6_device_memory_exists_and_is_not_mapped_for_good(void **state)
{
	struct io_mapping mapping;

	(void)state;
	refuse_range(FAKE_PFN_BEYOND - 1, 2, KMAP_BUG_PFN, FAKE_PFN_BEYOND);
	refuse_range(0, 1, KMAP_BUG_IO_RAM, 0);
	refuse_range(FAKE_DIRECT_FRAMES - 1, 2, KMAP_BUG_IO_RAM, FAKE_DIRECT_FRAMES - 1);
	assert_non_null(
		io_mapping_create_wc(&mapping, (uint64_t)(FAKE_PFN_BEYOND - 1) * PAGE, PAGE));
	assert_non_null(io_mapping_create_wc(&mapping, (uint64_t)FAKE_DIRECT_FRAMES * PAGE, PAGE));
}

static void T9_7_switch_in_on_another_cpu_restores_nothing(void **state)
{
	struct kmap_ctrl *ctrl = &fake_current()->kmap;
	const void *address = kmap_local_pfn(model_fresh_pfn());

	(void)state;
	if (!KMAP_WINDOW_CPU) {
		kunmap_local(address);
		return;
	}
	kmap_switch_out(ctrl);
	fake_execute_on(FAKE_OTHER_CPU);
	kmap_switch_in(ctrl);
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_MOVED);
	assert_ptr_equal(fake_reports[0].ctrl, ctrl);
	assert_int_equal(fake_reports[0].cpu, 0);
	assert_int_equal(fake_reports[0].slot, 0);
	assert_here(fake_reports[0].note.mapper);
	fake_report_count = 0;
	assert_int_equal(fake_valid_ptes(), 0);
	fake_execute_on(0);
	kmap_switch_in(ctrl);
	assert_int_equal(fake_report_count, 0);
	kunmap_local(address);
}

static void T9_7_set_up_of_a_cpu_again_keeps_what_is_held(void **state)
{
	struct kmap_window *cpu = fake_window(fake_cpu_number);
	unsigned long pfn = model_fresh_pfn();
	const void *address = kmap_local_pfn(pfn);

	(void)state;
	kmap_window_init(cpu, cpu->number);
	assert_report(KMAP_BUG_CPU_HELD, 0, (uintptr_t)address);
	assert_int_equal(fake_translate(address), pfn);
	kunmap_local(address);
	kmap_window_init(cpu, cpu->number);
	assert_int_equal(fake_report_count, 0);
}

static void T9_8_freed_while_it_is_mapped(void **state)
{
	kmap_page_t *pages[] = { &fake_pages[FAKE_DIRECT_FRAMES],
				 &fake_pages[FAKE_DIRECT_FRAMES + 1] };
	const void *several = kmap_local_pages(pages, 2), *again = kmap_local_page(pages[1]);

	(void)state;
	for (unsigned int nr = 0; nr < 2; nr++) {
		kmap_assert_unmapped(pages[nr]);
		assert_reported(KMAP_BUG_FREED_HELD, (uintptr_t)pages[nr]);
	}
	kunmap_local(several);
	kmap_assert_unmapped(pages[0]);
	assert_int_equal(fake_report_count, 0);
	kmap_assert_unmapped(pages[1]);
	assert_reported(KMAP_BUG_FREED_HELD, (uintptr_t)pages[1]);
	kunmap_local(again);
	/* A frame that has no page. */
	kunmap_local(kmap_local_pfn(FAKE_PFN_BEYOND - 1));
	kmap_local_page(pages[0]);
	kmap_exit();
	fake_report_count = 0;
	for (unsigned int nr = 0; nr < 2; nr++)
		kmap_assert_unmapped(pages[nr]);
	assert_int_equal(fake_report_count, 0);
}

static void map_again(void)
{
	kunmap_local(kmap_local_pfn(model_fresh_pfn()));
}

/* A handler that runs while the mappings are taken down uses their slots, and writes notes. */
static void T9_12_report_at_exit_names_the_culprit(void **state)
{
	struct fake_plan plan = { .action = map_again };

	(void)state;
	for (plan.at = 0, plan.fired = true; plan.fired; plan.at++) {
		struct kmap_note note;

		fake_now = 7;
		kmap_local_pfn(model_fresh_pfn());
		fake_now = 8;
		fake_arm(&plan);
		kmap_exit();
		fake_disarm();
		assert_int_equal(fake_report_count, 1);
		note = fake_reports[0].note;
		fake_report_count = 0;
		assert_here(note.mapper);
		assert_int_equal(note.when, 7);
		assert_int_equal(note.pages, 1);
	}
	assert_in_range(plan.at, 3, UINT_MAX);
}

#define DEBUG_TESTS                                                                                \
	UNIT_TEST(T9_2_second_kunmap_atomic_changes_no_counter),                                   \
		UNIT_TEST(T9_2_each_family_unmaps_its_own),                                        \
		UNIT_TEST(T9_2_task_ends_inside_a_section),                                        \
		UNIT_TEST(T9_2_task_rests_inside_a_section),                                       \
		UNIT_TEST(T9_2_handler_leaves_a_section_open_or_ends_one),                         \
		UNIT_TEST(T9_3_shared_windows_are_for_tasks),                                      \
		UNIT_TEST(T9_3_kmap_in_a_section_is_reported_always),                              \
		UNIT_TEST(T9_6_device_memory_exists_and_is_not_mapped_for_good),                   \
		UNIT_TEST(T9_7_switch_in_on_another_cpu_restores_nothing),                         \
		UNIT_TEST(T9_7_set_up_of_a_cpu_again_keeps_what_is_held),                          \
		UNIT_TEST(T9_8_freed_while_it_is_mapped),                                          \
		UNIT_TEST(T9_12_report_at_exit_names_the_culprit),

#else

#define DEBUG_TESTS

#endif

/* The fake host fails the test if it is called with NULL for a page. */
static void T9_5_no_page_is_told_before_the_host_is_asked(void **state)
{
	static kmap_page_t *const none[2] = { &fake_pages[1], NULL };

	(void)state;
	fake_persistent_reset();
	assert_null(kmap(NULL));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_try(NULL));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_interruptible(NULL));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_high_get(NULL));
	kunmap(none[1]);
	assert_reported(KMAP_BUG_NOT_PERSISTENT, 0);
	kmap_persistent_forget(NULL);
	if (!KMAP_DEBUG)
		return;
	assert_null(kmap_local_page(NULL));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_local_page_prot(NULL, KMAP_PROT_READ_ONLY));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_local_try_page(NULL));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_local_pages(none, 2));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	assert_null(kmap_local_try_pages(none, 2));
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	kmap_memset_page(NULL, 0, 1, 1);
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	kmap_memmove_page(none[0], 0, NULL, 0, 1);
	assert_reported(KMAP_BUG_NO_PAGE, 0);
	kmap_memmove_page(NULL, 0, none[0], 0, 1);
	assert_reported(KMAP_BUG_NO_PAGE, 0);
}

#define DIRECT_SIZE (FAKE_DIRECT_FRAMES * KMAP_PAGE_SIZE)

static void assert_io(uintptr_t base, bool apart)
{
	fake_io_base = base;
	assert_int_equal(io_mapping_create_wc(&range, BASE, SIZE) != NULL, apart);
	if (!apart)
		assert_reported(KMAP_BUG_OVERLAP, base);
}

/* The I/O window below something and above it, with a guard between and without; and inside. */
static void assert_io_apart(uintptr_t base, uintptr_t size)
{
	assert_io(base - KMAP_PAGE_SIZE - KMAP_IO_SIZE, true);
	assert_io(base - KMAP_IO_SIZE, false);
	assert_io(base, false);
	assert_io(base + size - KMAP_PAGE_SIZE, false);
	assert_io(base + size, false);
	assert_io(base + size + KMAP_PAGE_SIZE, true);
}

static void T10_2_the_io_window_is_apart(void **state)
{
	(void)state;
	assert_io_apart(fake_window_base, KMAP_WINDOW_SIZE);
	assert_io_apart(FAKE_PERSISTENT_BASE, KMAP_PERSISTENT_SIZE);
	assert_io_apart(FAKE_DIRECT_BASE, DIRECT_SIZE);
}

/* No PTE was looked up, and nothing is ever mapped. */
static void assert_persistent_refused(void)
{
	kmap_page_t *page = fake_pfn_page(model_fresh_pfn());
	unsigned long lookups = fake_pte_lookups;

	kmap_persistent_init();
	assert_reported(KMAP_BUG_OVERLAP, fake_persistent_base);
	assert_null(kmap(page));
	assert_null(kmap_try(page));
	assert_null(kmap_interruptible(page));
	kmap_flush_unused();
	assert_null(kmap_try(page));
	assert_int_equal(fake_pte_lookups, lookups);
}

/* The windows move: they have PTEs wherever they are. */
static void T10_2_the_persistent_window_is_apart_from_the_windows(void **state)
{
	const uintptr_t end = FAKE_PERSISTENT_BASE + KMAP_PERSISTENT_SIZE;

	(void)state;
	fake_window_base = FAKE_PERSISTENT_BASE - KMAP_WINDOW_SIZE;
	assert_persistent_refused();
	fake_window_base = FAKE_PERSISTENT_BASE;
	assert_persistent_refused();
	fake_window_base = end - KMAP_PAGE_SIZE;
	assert_persistent_refused();
	fake_window_base = end;
	assert_persistent_refused();
	fake_window_base = FAKE_PERSISTENT_BASE - KMAP_PAGE_SIZE - KMAP_WINDOW_SIZE;
	kmap_persistent_init();
	fake_window_base = end + KMAP_PAGE_SIZE;
	kmap_persistent_init();
	assert_int_equal(fake_report_count, 0);
}

static void T10_2_the_persistent_window_is_not_directly_mapped(void **state)
{
	(void)state;
	fake_persistent_base = FAKE_DIRECT_BASE - KMAP_PERSISTENT_SIZE;
	assert_persistent_refused();
	fake_persistent_base = FAKE_DIRECT_BASE;
	assert_persistent_refused();
	fake_persistent_base = FAKE_DIRECT_BASE + DIRECT_SIZE;
	assert_persistent_refused();
}

static void assert_cpu(uintptr_t base, unsigned int number, bool apart)
{
	static struct kmap_window cpu;
	unsigned long lookups = fake_pte_lookups;

	fake_window_base = base;
	cpu.base = 1;
	fake_setting_up = true;
	kmap_window_init(&cpu, number);
	fake_setting_up = false;
	assert_int_equal(fake_pte_lookups != lookups, apart && !KMAP_WINDOW_PRIVATE);
	assert_int_equal(cpu.base, apart ? kmap_window_slot_address(number, 0) : 1);
	if (!apart)
		assert_reported(KMAP_BUG_OVERLAP, kmap_window_slot_address(number, 0));
}

static void T10_2_the_windows_are_not_directly_mapped(void **state)
{
	const uintptr_t end = FAKE_DIRECT_BASE + DIRECT_SIZE;
	const unsigned int last = KMAP_WINDOWS - 1;

	(void)state;
	assert_cpu(FAKE_DIRECT_BASE - KMAP_PAGE_SIZE - KMAP_WINDOW_SIZE, last, true);
	assert_cpu(FAKE_DIRECT_BASE - KMAP_WINDOW_SIZE, last, false);
	assert_cpu(FAKE_DIRECT_BASE, 0, false);
	assert_cpu(end, 0, false);
	assert_cpu(end + KMAP_PAGE_SIZE, 0, true);
	assert_int_equal(fake_report_count, 0);
}

UNIT_MAIN(DEBUG_TESTS UNIT_TEST(T9_5_no_page_is_told_before_the_host_is_asked),
	  UNIT_TEST(T10_2_the_io_window_is_apart),
	  UNIT_TEST(T10_2_the_persistent_window_is_apart_from_the_windows),
	  UNIT_TEST(T10_2_the_persistent_window_is_not_directly_mapped),
	  UNIT_TEST(T10_2_the_windows_are_not_directly_mapped))
