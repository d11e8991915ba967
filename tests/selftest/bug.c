/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse: each kind gives the right report, harms no other mapping, and the kernel
 * continues.
 */
#include "selftest.h"

/* A slot that exists in every configuration. */
#define BUG_SLOT (KMAP_WINDOW_SLOTS > 3 ? 3u : 0u)

static struct page *witness_page;
static const void *witness;

/* A mapping that must survive the misuse in a test. */
static void witness_map(void)
{
	witness_page = stamped_page(99);
	witness = kmap_local_page(witness_page);
	reports_expect();
}

/* Check that one report of this kind came, about this task, and the witness is intact. */
static bool witness_check(enum kmap_bug bug, struct kmap_report *report)
{
	unsigned int count = reports_take(report);

	CHECK(count == 1);
	CHECK(report->bug == bug);
	CHECK(report->ctrl == &current_task()->kmap);
	CHECK(report->caller != 0);
	CHECK(stamp_is(witness, 99));
	kunmap_local(witness);
	page_free(witness_page);
	CHECK(nothing_held());
	return true;
}

static bool exhausted(void)
{
	const void *held[KMAP_SLOTS];
	struct kmap_report report;
	struct page *pages[KMAP_ARCH_COLOURS];

	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		pages[i] = stamped_page_of(8, i);
	witness_map();
	for (unsigned int i = 0; i + 1 < KMAP_SLOTS; i++)
		held[i] = kmap_local_page(pages[FILLING_COLOUR(i + 1)]);
	CHECK(!kmap_local_page(pages[0]));
	for (unsigned int i = 0; i + 1 < KMAP_SLOTS; i++) {
		CHECK(stamp_is(held[i], 8));
		kunmap_local(held[i]);
	}
	for (unsigned int i = 0; i < KMAP_ARCH_COLOURS; i++)
		page_free(pages[i]);
	CHECK(witness_check(KMAP_BUG_EXHAUSTED, &report));
	CHECK(report.used == KMAP_USED_ALL && report.slot == KMAP_NO_SLOT);
	return true;
}

static bool double_unmap(void)
{
	struct page *page = stamped_page(8);
	struct kmap_report report;
	const void *address;

	witness_map();
	address = kmap_local_page(page);
	kunmap_local(address);
	kunmap_local(address);
	page_free(page);
	CHECK(witness_check(KMAP_BUG_NOT_MAPPED, &report));
	CHECK(report.value == (uintptr_t)address);
	CHECK(report.slot == kmap_where(address).slot);
	return true;
}

static const struct kmap_ctrl *stranger;

static void unmaps_a_strangers(void *argument)
{
	stranger = &current_task()->kmap;
	kunmap_local(argument);
}

/* A task cannot unmap the mapping of another task on the same CPU. */
static bool by_another_task(void)
{
	struct kmap_report report;

	witness_map();
	start("stranger", unmaps_a_strangers, (void *)witness, 1u << this_cpu()->number);
	task_wait_all();
	CHECK(reports_take(&report) == 1);
	CHECK(report.bug == (KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_NOT_MAPPED));
	CHECK(report.ctrl == stranger);
	CHECK(report.value == (uintptr_t)witness);
	CHECK(stamp_is(witness, 99));
	kunmap_local(witness);
	page_free(witness_page);
	return nothing_held();
}

static bool other_window(void)
{
	unsigned int other = (kmap_host_window()->number + 1) % KMAP_WINDOWS;
	const void *address = (const void *)kmap_window_slot_address(other, BUG_SLOT);
	struct kmap_report report;

	if (KMAP_WINDOW_PRIVATE)
		return skip("the slots of all CPUs have the same addresses");
	if (KMAP_WINDOWS == 1)
		return skip("there is one window");
	witness_map();
	kunmap_local(address);
	CHECK(witness_check(KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_OTHER_CPU, &report));
	CHECK(report.window == other && report.slot == BUG_SLOT);
	CHECK(report.cpu == (KMAP_WINDOW_TASK ? this_cpu()->number : other));
	return true;
}

static bool in_a_guard(void)
{
	/* Not a constant for the compiler, which would know that there is no such slot. */
	const void *volatile end = (const void *)kmap_window_end();
	const void *address = end;
	struct kmap_report report;

	witness_map();
	kunmap_local(address);
	CHECK(witness_check(KMAP_BUG_GUARD, &report));
	CHECK(report.window == (KMAP_WINDOW_PRIVATE ? this_cpu()->number : KMAP_WINDOWS - 1));
	CHECK(report.slot == KMAP_WINDOW_SLOTS - 1);
	return true;
}

static bool not_a_window(void)
{
	struct kmap_report report;

	witness_map();
	kunmap_local((const void *)NULL);
	CHECK(witness_check(KMAP_BUG_NOT_A_WINDOW, &report));
	CHECK(report.slot == KMAP_NO_SLOT && report.value == 0);
	return true;
}

static bool held_at_rest(void)
{
	struct kmap_report report;

	witness_map();
	kmap_assert_none();
	return witness_check(KMAP_BUG_HELD_AT_REST, &report);
}

static bool held_at_fork(void)
{
	struct kmap_report report;
	static struct task child;

	witness_map();
	child.kmap = current_task()->kmap;
	/* Where each task has a window, the copy has one that no other task uses. */
	__builtin_memcpy(child.window, window_of(windows_count() - 1), sizeof(child.window));
	kmap_fork(&child.kmap);
	CHECK(witness_check(KMAP_BUG_HELD_AT_FORK, &report));
	CHECK(child.kmap.used == 0);
	for (unsigned int i = 0; i < KMAP_WINDOW_SLOTS; i++)
		CHECK(kmap_arch_pte_is_none(child.kmap.pteval[i]));
	return true;
}

static void exits_mapped(void *argument)
{
	struct page **pages = argument;

	kmap_local_page(pages[0]);
	kmap_local_page(pages[1]);
}

/* Mappings leaked at the end of a task (bug B16) do not affect other tasks of the CPU. */
static bool held_at_exit(void)
{
	struct page *pages[] = { stamped_page_of(5, 0), stamped_page_of(5, FILLING_COLOUR(1)) };
	struct kmap_report report;
	unsigned int count;

	witness_page = stamped_page(99);
	witness = kmap_local_page(witness_page);
	reports_expect();
	start("leaker", exits_mapped, pages, 1u << this_cpu()->number);
	task_wait_all();
	count = reports_take(&report);
	CHECK(count == 1 && report.bug == KMAP_BUG_HELD_AT_EXIT);
	CHECK(KMAP_GUARD || (report.used == 3 && report.slot == 0));
	CHECK(stamp_is(witness, 99));
	kunmap_local(witness);
	page_free(witness_page);
	page_free(pages[0]);
	page_free(pages[1]);
	return true;
}

static struct page *leak_page;

static void leaking_handler(void)
{
	kmap_local_page(leak_page);
}

/* A mapping that a handler leaks is taken down at the end of the handler. */
static bool interrupt_leak(void)
{
	struct kmap_report report;

	leak_page = stamped_page(4);
	witness_map();
	interrupt_test_hook(leaking_handler);
	machine_interrupt_self();
	interrupt_test_hook(NULL);
	page_free(leak_page);
	return witness_check(KMAP_BUG_IRQ_LEAK, &report);
}

static const void *stolen;

static void stealing_handler(void)
{
	kunmap_local(stolen);
}

/* A handler that unmaps a mapping of the task is reported. */
static bool interrupt_theft(void)
{
	struct page *page = stamped_page(4);
	struct kmap_report report;

	witness_map();
	stolen = kmap_local_page(page);
	interrupt_test_hook(stealing_handler);
	machine_interrupt_self();
	interrupt_test_hook(NULL);
	/* The task still holds the slot and unmaps it; no second report comes. */
	kunmap_local(stolen);
	page_free(page);
	/* Debug mode refuses the unmap. */
	CHECK(witness_check(KMAP_DEBUG ? KMAP_BUG_WRONG_CONTEXT : KMAP_BUG_IRQ_STOLE, &report));
	CHECK(report.value == (uintptr_t)stolen);
	return true;
}

const struct selftest selftests_bug[] = {
	{ "report: no free slot (B23)", exhausted, 1 },
	{ "report: double unmap (B16, B24)", double_unmap, 2 },
	{ "report: unmap by another task (N12)", by_another_task, 1 },
	{ "report: slot of another window (B24)", other_window, 1 },
	{ "report: address in a guard", in_a_guard, 1 },
	{ "report: address that is no mapping, NULL (B24)", not_a_window, 1 },
	{ "report: held at a point of rest", held_at_rest, 1 },
	{ "report: held at fork", held_at_fork, 1 },
	{ "report: held at exit (B16)", held_at_exit, 2 },
	{ "report: interrupt handler kept a mapping", interrupt_leak, 2 },
	{ "report: interrupt handler unmapped the task's", interrupt_theft, 2 },
	{ NULL, NULL, 0 },
};
