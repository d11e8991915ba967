/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A virtually indexed cache: every page is flushed from it before it is unmapped. The fake
 * machine fails a test that clears the PTE of a page in the cache, or flushes a page that
 * is not mapped; these tests count the flushes. Only built with such a cache.
 */
#include "model.h"
#include "reports.h"
#include "unit.h"

_Static_assert(FAKE_RETIRES, "these tests are about a cache that must be emptied");

#define FEW 3

/* Pages retired since this was called last. */
static unsigned long retired(void)
{
	static unsigned long before;
	unsigned long pages = fake_cache_retires - before;

	before = fake_cache_retires;
	return pages;
}

static void unmap_retires_each_page_once(void **state)
{
	(void)state;
	retired();
	model_map();
	model_map_range(FEW);
	assert_int_equal(retired(), 0);
	model_unmap(0, 0);
	assert_int_equal(retired(), 1);
	model_unmap(0, KMAP_PAGE_SIZE);
	assert_int_equal(retired(), FEW);
}

static void switch_out_retires_each_page_that_is_mapped_and_no_guard(void **state)
{
	(void)state;
	model_map();
	model_map_range(FEW);
	retired();
	model_switch(&fake_tasks[2]);
	assert_int_equal(retired(), 1 + FEW);
	model_switch(&fake_tasks[0]);
	assert_int_equal(retired(), 0);
	model_unmap_all();
	assert_int_equal(retired(), 1 + FEW);
}

static void direct_pages_and_refused_calls_retire_nothing(void **state)
{
	(void)state;
	retired();
	kunmap_local(kmap_local_page(&fake_pages[2]));
	kunmap_local((void *)kmap_window_start());
	fake_report_count = 0;
	assert_int_equal(retired(), 0);
}

/* Mappings that are taken down at the end of a task. */
static void exit_retires_what_the_task_held(void **state)
{
	(void)state;
	model_map();
	model_map_range(FEW);
	retired();
	kmap_exit();
	model_current()->count = 0;
	fake_report_count = 0;
	assert_int_equal(retired(), 1 + FEW);
	model_check();
}

static void set_up_retires_what_a_boot_loader_left(void **state)
{
	const uintptr_t address = kmap_window_slot_address(0, 1);

	(void)state;
	retired();
	kmap_window_init(fake_window(0), 0);
	assert_int_equal(retired(), 0);
	*fake_window_pte(address) = kmap_arch_pte_make(model_fresh_pfn(), KMAP_PROT_DEFAULT);
	fake_read((void *)address);
	kmap_window_init(fake_window(0), 0);
	assert_int_equal(retired(), 1);
}

/* Between the halves of a switch the pages are unmapped, and already flushed from the cache. */
static void interrupt_steals_between_the_halves_of_a_switch(void **state)
{
	const void *address = kmap_local_pfn(model_fresh_pfn());
	struct kmap_ctrl *task = &fake_current()->kmap;
	struct kmap_irq_state before;

	(void)state;
	retired();
	kmap_switch_out(task);
	before = kmap_irq_enter();
	kunmap_local(address);
	kmap_irq_exit(before);
	assert_report_held(KMAP_BUG_IRQ_STOLE, 0, kmap_where(address).slot);
	kmap_switch_in(task);
	kunmap_local(address);
	assert_int_equal(retired(), 1);
	model_check();
}

UNIT_MAIN(UNIT_TEST(unmap_retires_each_page_once),
	  UNIT_TEST(interrupt_steals_between_the_halves_of_a_switch),
	  UNIT_TEST(switch_out_retires_each_page_that_is_mapped_and_no_guard),
	  UNIT_TEST(direct_pages_and_refused_calls_retire_nothing),
	  UNIT_TEST(exit_retires_what_the_task_held),
	  UNIT_TEST(set_up_retires_what_a_boot_loader_left))
