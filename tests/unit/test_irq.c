/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupt handlers must release what they take, and nothing else.
 */
#include "model.h"
#include "reports.h"
#include "unit.h"

#define SOME (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

static void interrupt_that_balances_is_silent(void **state)
{
	(void)state;
	model_hold(SOME);
	model_interrupt(KMAP_SLOTS);
	assert_int_equal(fake_report_count, 0);
	model_unmap_all();
}

/* Mappings that a handler leaks are taken down; those of the task stay. */
static void B16_interrupt_keeps_mappings(void **state)
{
	(void)state;
	for (unsigned int held = 0; held < KMAP_SLOTS; held++) {
		struct kmap_irq_state before;
		uint32_t used;

		model_hold(held);
		before = kmap_irq_enter();
		for (unsigned int nr = held; nr < KMAP_SLOTS; nr++)
			kmap_local_pfn(model_fresh_pfn());
		used = fake_current()->kmap.used;
		kmap_irq_exit(before);
		assert_report_held(KMAP_BUG_IRQ_LEAK, used, held << KMAP_GUARD);
		assert_int_equal(fake_used_at_report, before.used);
		model_check();
	}
	model_unmap_all();
}

static void B16_interrupt_gives_back_what_is_not_its_own(void **state)
{
	const void *stolen;
	struct kmap_irq_state before;
	uint32_t used;

	(void)state;
	model_hold(SOME);
	stolen = model_current()->hold[SOME - 1].address;
	before = kmap_irq_enter();
	kunmap_local(stolen);
	used = fake_current()->kmap.used;
	kmap_irq_exit(before);
	assert_report_held(KMAP_BUG_IRQ_STOLE, used, (SOME - 1) << KMAP_GUARD);
	model_current()->count--;
	model_verify();
	/* The task unmaps what it believes it holds; a report is allowed, but not required. */
	kunmap_local(stolen);
	fake_report_count = 0;
	model_check();
	model_unmap_all();
}

/* A handler unmaps the oldest mapping of the task under test. */
static void steal(void)
{
	struct kmap_irq_state before = kmap_irq_enter();

	kunmap_local((void *)kmap_window_slot_address(fake_window_number(), 0));
	kmap_irq_exit(before);
}

/* Map and unmap one page with @plan armed; then unmap the stolen mapping as well. */
static void map_and_unmap_under(struct fake_plan *plan)
{
	const void *stolen = kmap_local_pfn(model_fresh_pfn());
	const void *address;

	fake_arm(plan);
	address = kmap_local_pfn(model_fresh_pfn());
	kunmap_local(address);
	fake_disarm();
	kunmap_local(stolen);
	fake_report_count = 0;
	model_check();
}

/*
 * A handler that unmaps a mapping of the task, at every step of a map and an unmap: its
 * change of the mask must not get lost, and pins must match the mask.
 */
static void B16_interrupt_steals_at_every_step(void **state)
{
	struct fake_plan plan = { .action = steal, .fired = true };

	(void)state;
	if (KMAP_SLOTS < 2)
		return;
	for (plan.at = 0; plan.fired; plan.at++)
		map_and_unmap_under(&plan);
}

static const void *kept;

static void leak(void)
{
	struct kmap_irq_state before = kmap_irq_enter();

	kept = kmap_local_pfn(model_fresh_pfn());
	kmap_irq_exit(before);
}

/* A handler that leaks at every step: the repair must work at any step of the interrupted code. */
static void B16_interrupt_leaks_at_every_step(void **state)
{
	struct fake_plan plan = { .action = leak, .fired = true };

	(void)state;
	for (plan.at = 0; plan.fired; plan.at++) {
		fake_arm(&plan);
		model_map();
		model_check();
		model_unmap(0, 0);
		fake_disarm();
		fake_report_count = 0;
		model_check();
	}
}

/* A handler that maps until there is no slot: it gets a report, and the task is not affected. */
static void take_too_much(void)
{
	const void *taken[KMAP_SLOTS + 1];
	struct kmap_irq_state before = kmap_irq_enter();
	unsigned int count = 0;

	fake_this_cpu()->irq_depth++;
	while (count <= KMAP_SLOTS && (taken[count] = kmap_local_pfn(model_fresh_pfn())))
		count++;
	if (fake_report_count != 1 || fake_reports[0].bug != KMAP_BUG_EXHAUSTED)
		fake_fail("%u reports of a handler without a slot", fake_report_count);
	fake_report_count = 0;
	if (kmap_local_try_pfn(model_fresh_pfn()) || fake_report_count)
		fake_fail("a try where there is no slot");
	while (count)
		kunmap_local(taken[--count]);
	kmap_irq_exit(before);
	fake_this_cpu()->irq_depth--;
	model_verify();
}

/* At every step of taking the last slot and releasing one, and with all slots taken. */
static void B23_handler_over_a_task_that_holds_everything(void **state)
{
	struct fake_plan plan = { .action = take_too_much, .fired = true };

	(void)state;
	fake_set_hook = NULL;
	for (plan.at = 0; plan.fired; plan.at++) {
		model_hold(KMAP_SLOTS - 1);
		fake_arm(&plan);
		model_map();
		model_unmap(0, 0);
		fake_disarm();
		model_hold(KMAP_SLOTS);
		take_too_much();
		model_check();
	}
	model_unmap_all();
}

static void B16_interrupt_keeps_a_mapping_of_several_pages(void **state)
{
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };
	struct kmap_irq_state before;

	(void)state;
	if (KMAP_SLOTS < 5)
		return;
	model_map_range(2);
	model_map();
	before = kmap_irq_enter();
	kept = kmap_local_pfns(pfns, 2);
	kmap_irq_exit(before);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_IRQ_LEAK);
	assert_int_equal(fake_reports[0].slot, kmap_where(kept).slot);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	model_check();
	model_unmap_all();
}

/* Pins match the slots, and one unmap by the task restores the normal state. */
static void B16_interrupt_gives_back_several_pages_that_are_not_its_own(void **state)
{
	const void *stolen;
	struct kmap_irq_state before;

	(void)state;
	if (KMAP_SLOTS < 4)
		return;
	model_map();
	stolen = model_map_range(2);
	before = kmap_irq_enter();
	kunmap_local(stolen);
	kmap_irq_exit(before);
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, KMAP_BUG_IRQ_STOLE);
	assert_int_equal(fake_current()->kmap.used, before.used);
	assert_int_equal(fake_translate(stolen), FAKE_FAULT);
	assert_int_equal(fake_current()->pins, MODEL_PINS(kmap_held(&fake_current()->kmap)));
	assert_int_equal(kmap_held(&fake_current()->kmap), 2);
	/* The task is switched out and in, and unmaps what it believes it holds. */
	model_current()->count--;
	model_switch(&fake_tasks[2]);
	model_switch(&fake_tasks[0]);
	model_unmap_all();
	kunmap_local(stolen);
	assert_int_equal(fake_report_count, 1);
	fake_report_count = 0;
	model_check();
}

static const void *several;

static void steal_several(void)
{
	struct kmap_irq_state before = kmap_irq_enter();

	kunmap_local(several);
	kmap_irq_exit(before);
}

/*
 * A handler that unmaps several pages of the task at every step of another map of several
 * pages, which loads and stores the mask of joined slots.
 */
static void B16_interrupt_steals_several_at_every_step(void **state)
{
	struct fake_plan plan = { .action = steal_several, .fired = true };
	unsigned long pfns[] = { model_fresh_pfn(), model_fresh_pfn() };

	(void)state;
	if (KMAP_SLOTS < 5)
		return;
	for (plan.at = 0; plan.fired; plan.at++) {
		const void *mine;

		several = kmap_local_pfns(pfns, 2);
		fake_arm(&plan);
		mine = kmap_local_pfns(pfns, 2);
		kunmap_local(mine);
		fake_disarm();
		kunmap_local(several);
		fake_report_count = 0;
		model_check();
	}
}

UNIT_MAIN(UNIT_TEST(interrupt_that_balances_is_silent), UNIT_TEST(B16_interrupt_keeps_mappings),
	  UNIT_TEST(B16_interrupt_gives_back_what_is_not_its_own),
	  UNIT_TEST(B16_interrupt_steals_at_every_step),
	  UNIT_TEST(B16_interrupt_leaks_at_every_step),
	  UNIT_TEST(B23_handler_over_a_task_that_holds_everything),
	  UNIT_TEST(B16_interrupt_keeps_a_mapping_of_several_pages),
	  UNIT_TEST(B16_interrupt_gives_back_several_pages_that_are_not_its_own),
	  UNIT_TEST(B16_interrupt_steals_several_at_every_step))
