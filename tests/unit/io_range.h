/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shared code of the tests of I/O mappings: the device's memory as a range.
 */
#ifndef IO_RANGE_H
#define IO_RANGE_H

#include "model.h"
#include "reports.h"
#include "unit.h"

#define BASE ((uint64_t)FAKE_DEVICE_PFN << KMAP_ARCH_PAGE_SHIFT)
#define PAGE ((uint64_t)KMAP_PAGE_SIZE)
#define SIZE (FAKE_DEVICE_FRAMES * PAGE)
/* How many mappings of one page the window holds, each with its guard. */
#define SINGLES ((KMAP_IO_PAGES + 1) / 2)

static struct io_mapping range;

static inline void range_make(void)
{
	assert_ptr_equal(io_mapping_create_wc(&range, BASE, SIZE), &range);
}

/* Check that one report came, with no slot. */
static inline void assert_reported(enum kmap_bug bug, uint64_t address)
{
	assert_report(bug, KMAP_NO_SLOT, (uintptr_t)address);
}

/* Check that nothing is mapped, and no TLB has an entry. */
static inline void assert_clean(void)
{
	assert_int_equal(fake_io_valid_ptes(), 0);
	fake_io_speculate();
	assert_int_equal(fake_io_tlb_entries(), 0);
	assert_int_equal(range.held, 0);
}

/* Map one page, and check its frame. */
static inline const char *map_single(unsigned int page)
{
	const char *address = io_mapping_map_wc(&range, page * PAGE, PAGE);

	assert_non_null(address);
	assert_int_equal(fake_translate(address), FAKE_DEVICE_PFN + page);
	return address;
}

#endif
