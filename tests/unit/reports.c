/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "reports.h"

#include "model.h"
#include "unit.h"

/* The start and end of the section with the code of the test; see build.mk. */
extern const char __start_unit_text[], __stop_unit_text[];

void assert_here(uintptr_t code)
{
	assert_in_range(code, (uintptr_t)__start_unit_text, (uintptr_t)__stop_unit_text - 1);
}

void assert_report(enum kmap_bug bug, uint32_t slot, uintptr_t address)
{
	const struct kmap_report *report = &fake_reports[0];

	assert_int_equal(fake_report_count, 1);
	assert_string_equal(kmap_bug_text(report->bug), kmap_bug_text(bug));
	assert_ptr_equal(report->ctrl, &fake_current()->kmap);
	assert_int_equal(report->slot, slot);
	assert_int_equal(report->value, address);
	assert_here(report->caller);
	fake_report_count = 0;
}

void assert_report_held(enum kmap_bug bug, uint32_t used, uint32_t slot)
{
	assert_int_equal(fake_reports[0].used, used);
	assert_int_equal(fake_reports[0].cpu, fake_cpu_number);
	assert_int_equal(fake_reports[0].window, fake_window_number());
	assert_report(bug, slot, kmap_window_slot_address(fake_window_number(), slot));
}
