/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Misuse of map and unmap: one report of the right kind with the right details, nothing
 * changed, and the task continues.
 */
#include <string.h>

#include "model.h"
#include "reports.h"
#include "unit.h"

/* Everything that a refused call must not change. */
struct snapshot {
	struct kmap_ctrl ctrl;
	unsigned int pins;
	unsigned long invalidations;
	unsigned int valid_ptes;
};

static struct snapshot snapshot_take(void)
{
	struct snapshot snapshot;

	memset(&snapshot, 0, sizeof(snapshot));
	snapshot.ctrl = fake_current()->kmap;
	snapshot.pins = fake_current()->pins;
	snapshot.invalidations = fake_invalidations;
	snapshot.valid_ptes = fake_valid_ptes();
	return snapshot;
}

/* What an unmap in the window of another CPU or task is. */
#define ELSEWHERE (KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_OTHER_CPU)

/* Check the mask, CPU, window, slot and address of a report. */
static void assert_report_on(enum kmap_bug bug, unsigned int window, uint32_t slot,
			     uintptr_t address)
{
	assert_int_equal(fake_reports[0].used, fake_current()->kmap.used);
	assert_int_equal(fake_reports[0].cpu, KMAP_WINDOW_TASK ? fake_cpu_number : window);
	assert_int_equal(fake_reports[0].window, window);
	assert_report(bug, slot, address);
}

/* An unmap that must be refused. */
static void refuse(uintptr_t address, enum kmap_bug bug, unsigned int window, uint32_t slot)
{
	struct snapshot before = snapshot_take();
	struct snapshot after;

	kunmap_local((void *)address);
	after = snapshot_take();
	assert_memory_equal(&after, &before, sizeof(after));
	assert_report_on(bug, window, slot, address);
	model_check();
}

/* The usual state: some slots used, including slot 0, and some free. */
static void hold_some(void)
{
	model_hold(KMAP_SLOTS > 2 ? 3 : 1);
	if (KMAP_SLOTS > 2)
		model_unmap(1, 0);
}

static void carry_on(void)
{
	model_hold(KMAP_SLOTS);
	model_check();
	model_unmap_all();
	model_check();
}

static void B24_unmap_of_no_window(void **state)
{
	const uintptr_t start = kmap_window_start();
	const uintptr_t end = kmap_window_end();
	const uintptr_t addresses[] = {
		0,
		1,
		UINTPTR_MAX,
		start - KMAP_PAGE_SIZE - 1,
		end + KMAP_PAGE_SIZE,
		FAKE_DIRECT_BASE - 1,
		FAKE_DIRECT_BASE + FAKE_DIRECT_FRAMES * KMAP_PAGE_SIZE,
		(uintptr_t)&fake_pages[2],
	};

	(void)state;
	hold_some();
	for (size_t nr = 0; nr < sizeof(addresses) / sizeof(addresses[0]); nr++)
		refuse(addresses[nr], KMAP_BUG_NOT_A_WINDOW, fake_window_number(), KMAP_NO_SLOT);
	carry_on();
}

static void B24_unmap_of_a_guard(void **state)
{
	const uintptr_t start = kmap_window_start();
	const uintptr_t end = kmap_window_end();
	const uintptr_t own = kmap_window_slot_address(fake_window_number(), 1);

	(void)state;
	hold_some();
	refuse(start - 1, KMAP_BUG_GUARD, 0, 0);
	refuse(start - KMAP_PAGE_SIZE, KMAP_BUG_GUARD, 0, 0);
	refuse(end, KMAP_BUG_GUARD, KMAP_WINDOWS - 1, KMAP_WINDOW_SLOTS - 1);
	refuse(end + KMAP_PAGE_SIZE - 1, KMAP_BUG_GUARD, KMAP_WINDOWS - 1, KMAP_WINDOW_SLOTS - 1);
	if (KMAP_GUARD) {
		refuse(own, KMAP_BUG_GUARD, fake_window_number(), 1);
		refuse(own + KMAP_PAGE_SIZE - 1, KMAP_BUG_GUARD, fake_window_number(), 1);
	}
	carry_on();
}

static void B16_second_unmap(void **state)
{
	const struct model_hold *hold = &model_current()->hold[0];
	uintptr_t address;
	unsigned int slot;

	(void)state;
	model_hold(KMAP_SLOTS);
	while (model_current()->count) {
		address = (uintptr_t)hold[model_current()->count / 2].address;
		slot = kmap_where((void *)address).slot;
		model_unmap(model_current()->count / 2, 0);
		refuse(address, KMAP_BUG_NOT_MAPPED, fake_window_number(), slot);
		refuse(address + KMAP_PAGE_SIZE - 1, KMAP_BUG_NOT_MAPPED, fake_window_number(),
		       slot);
	}
	carry_on();
}

static void B24_unmap_of_another_task_s_address(void **state)
{
	unsigned int number;
	const void *address;

	(void)state;
	address = model_map();
	number = fake_window_number();
	model_switch(&fake_tasks[2]);
	refuse((uintptr_t)address, KMAP_WINDOW_TASK ? KMAP_BUG_OTHER_TASK : KMAP_BUG_NOT_MAPPED,
	       number, 0);
	model_switch(&fake_tasks[0]);
	model_finish();
}

static void refuse_window(unsigned int window)
{
	for (unsigned int slot = 0; slot < KMAP_WINDOW_SLOTS; slot++) {
		uintptr_t address = kmap_window_slot_address(window, slot);

		refuse(address, ELSEWHERE, window, slot);
		refuse(address + KMAP_PAGE_SIZE - 1, ELSEWHERE, window, slot);
	}
}

/* Every slot of every other window, with this task holding the slot of the same number. */
static void B24_unmap_of_another_window_s_address(void **state)
{
	(void)state;
	model_hold(KMAP_SLOTS);
	for (unsigned int window = 0; window < KMAP_WINDOWS; window++)
		if (window != fake_window_number())
			refuse_window(window);
	carry_on();
}

/* The same from the last CPU: the windows of all others are below. */
static void B24_unmap_from_the_last_cpu(void **state)
{
	const uintptr_t last = kmap_window_slot_address(0, KMAP_WINDOW_SLOTS - 1);

	(void)state;
	if (FAKE_OTHER_CPU == 0 || !KMAP_WINDOW_CPU)
		return;
	fake_execute_on(FAKE_OTHER_CPU);
	model_hold(KMAP_SLOTS);
	refuse(kmap_window_start(), KMAP_BUG_OTHER_CPU, 0, 0);
	refuse(last, KMAP_BUG_OTHER_CPU, 0, KMAP_WINDOW_SLOTS - 1);
	refuse(kmap_window_end(), KMAP_BUG_GUARD, FAKE_OTHER_CPU, KMAP_WINDOW_SLOTS - 1);
	carry_on();
	fake_execute_on(0);
}

/* Map with no free slot: NULL, one report, nothing changed; after an unmap it works again. */
static void B16_map_with_all_slots_used(void **state)
{
	struct snapshot before, after;

	(void)state;
	for (unsigned int turn = 0; turn < 2; turn++) {
		model_hold(KMAP_SLOTS);
		before = snapshot_take();
		assert_null(kmap_local_pfn(model_fresh_pfn()));
		after = snapshot_take();
		assert_memory_equal(&after, &before, sizeof(after));
		assert_report_on(KMAP_BUG_EXHAUSTED, fake_window_number(), KMAP_NO_SLOT, 0);
		model_check();
		model_unmap(KMAP_SLOTS - 1, 0);
	}
	carry_on();
}

/* A directly mapped page needs no slot, so it is still mapped. */
static void direct_page_with_all_slots_used(void **state)
{
	const void *address;

	(void)state;
	/* With it the page is not treated as direct. */
	if (KMAP_FORCE_MAP)
		return;
	model_hold(KMAP_SLOTS);
	address = kmap_local_pfn(1);
	assert_int_equal(fake_translate(address), 1);
	kunmap_local(address);
	assert_int_equal(fake_report_count, 0);
	model_unmap_all();
}

/* Reports in an interrupt are about the interrupted task. */
static void B24_unmap_in_an_interrupt(void **state)
{
	struct kmap_irq_state held;

	(void)state;
	hold_some();
	held = kmap_irq_enter();
	refuse(0, KMAP_BUG_NOT_A_WINDOW, fake_window_number(), KMAP_NO_SLOT);
	kmap_irq_exit(held);
	carry_on();
}

/* The report names the code that called map or unmap, not the core. */
static void assert_caller_is_here(enum kmap_bug bug)
{
	assert_int_equal(fake_report_count, 1);
	assert_int_equal(fake_reports[0].bug, bug);
	assert_here(fake_reports[0].caller);
	fake_report_count = 0;
}

static void B24_report_of_an_unmap_names_the_caller(void **state)
{
	(void)state;
	kunmap_local((void *)NULL);
	assert_caller_is_here(KMAP_BUG_NOT_A_WINDOW);
}

static void B16_report_of_exhaustion_names_the_caller(void **state)
{
	(void)state;
	model_hold(KMAP_SLOTS);
	assert_null(kmap_local_pfn(model_fresh_pfn()));
	assert_caller_is_here(KMAP_BUG_EXHAUSTED);
	model_unmap_all();
}

static void every_bug_has_a_sentence(void **state)
{
	(void)state;
	for (unsigned int bug = 0; bug < KMAP_BUG_COUNT; bug++) {
		const char *text = kmap_bug_text((enum kmap_bug)bug);

		assert_non_null(text);
		assert_true(strlen(text) > 10);
		assert_int_not_equal(text[strlen(text) - 1], '.');
		for (unsigned int other = 0; other < bug; other++)
			assert_string_not_equal(text, kmap_bug_text((enum kmap_bug)other));
	}
}

static void assert_text(enum kmap_value kind, uint64_t value, const char *expected)
{
	struct kmap_report report = { .kind = kind, .value = value };
	char text[KMAP_VALUE_TEXT_SIZE];

	memset(text, 'x', sizeof(text));
	assert_ptr_equal(kmap_value_text(&report, text), text);
	assert_string_equal(text, expected);
}

/* Also on 32-bit machines, where an offset has 64 bits. */
static void values_are_told_in_words(void **state)
{
	(void)state;
	assert_text(KMAP_VALUE_NONE, 7, "");
	assert_text(KMAP_VALUE_ADDRESS, 0xff801000u, "address 0xff801000");
	assert_text(KMAP_VALUE_ADDRESS, 0, "address 0x0");
	assert_text(KMAP_VALUE_PAGES, 0, "0 pages");
	assert_text(KMAP_VALUE_PAGES, 17, "17 pages");
	assert_text(KMAP_VALUE_PAGES, UINT32_MAX, "4294967295 pages");
	assert_text(KMAP_VALUE_PAGES, (uint64_t)1 << 32, "0x100000000 pages");
	assert_text(KMAP_VALUE_PFN, 0x52a, "frame 0x52a");
	assert_text(KMAP_VALUE_OFFSET, 0x1000000000, "offset 0x1000000000");
	assert_text(KMAP_VALUE_PHYSICAL, UINT64_MAX, "physical address 0xffffffffffffffff");
	assert_text(KMAP_VALUE_PAGE, 0xc0, "page structure 0xc0");
	assert_text(KMAP_VALUE_COLOUR, 1, "cache colour 0x1");
}

UNIT_MAIN(UNIT_TEST(B24_unmap_of_no_window), UNIT_TEST(B24_unmap_of_a_guard),
	  UNIT_TEST(B16_second_unmap), UNIT_TEST(B24_unmap_of_another_task_s_address),
	  UNIT_TEST(B24_unmap_of_another_window_s_address), UNIT_TEST(B24_unmap_from_the_last_cpu),
	  UNIT_TEST(B16_map_with_all_slots_used), UNIT_TEST(direct_page_with_all_slots_used),
	  UNIT_TEST(B24_unmap_in_an_interrupt), UNIT_TEST(B24_report_of_an_unmap_names_the_caller),
	  UNIT_TEST(B16_report_of_exhaustion_names_the_caller), UNIT_TEST(every_bug_has_a_sentence),
	  UNIT_TEST(values_are_told_in_words))
