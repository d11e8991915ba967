/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the tests of I/O mappings share: the device's memory as a range.
 */
#ifndef IO_RANGE_H
#define IO_RANGE_H

#include "model.h"
#include "unit.h"

#define BASE ((uint64_t)FAKE_DEVICE_PFN << KMAP_ARCH_PAGE_SHIFT)
#define PAGE ((uint64_t)KMAP_PAGE_SIZE)
#define SIZE (FAKE_DEVICE_FRAMES * PAGE)
/* Mappings of one page that the window holds, each with its guard. */
#define SINGLES ((KMAP_IO_PAGES + 1) / 2)

/* The code of this file: the build puts it in a section of this name. */
extern const char __start_unit_text[], __stop_unit_text[];

static struct io_mapping range;

static inline void range_make(void)
{
	assert_ptr_equal(io_mapping_create_wc(&range, BASE, SIZE), &range);
}

/* One report of this kind came, and it names this file's code. */
static inline void assert_reported(enum kmap_bug bug, uint64_t address)
{
	const struct kmap_report *report = &fake_reports[0];

	assert_int_equal(fake_report_count, 1);
	assert_string_equal(kmap_bug_text(report->bug), kmap_bug_text(bug));
	assert_int_equal(report->address, (uintptr_t)address);
	assert_ptr_equal(report->ctrl, &fake_current()->kmap);
	assert_in_range(report->caller, (uintptr_t)__start_unit_text, (uintptr_t)__stop_unit_text);
	fake_report_count = 0;
}

/* Nothing is mapped, and no CPU remembers anything. */
static inline void assert_clean(void)
{
	assert_int_equal(fake_io_valid_ptes(), 0);
	fake_io_speculate();
	assert_int_equal(fake_io_tlb_entries(), 0);
	assert_int_equal(range.held, 0);
}

/* Map one page; it shows its frame. */
static inline const char *map_single(unsigned int page)
{
	const char *address = io_mapping_map_wc(&range, page * PAGE, PAGE);

	assert_non_null(address);
	assert_int_equal(fake_translate(address), FAKE_DEVICE_PFN + page);
	return address;
}

#endif
