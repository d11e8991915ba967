/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the self-tests of I/O mappings share: a part of the frame buffer.
 */
#ifndef SELFTEST_IO_H
#define SELFTEST_IO_H

#include "selftest.h"

#include "device.h"

/* Pages of the frame buffer that the tests write. */
#define TEST_PAGES 8u
#define TEST_BYTES (TEST_PAGES * (uint64_t)KMAP_PAGE_SIZE)

extern struct display io_display;
extern struct io_mapping io_range;

/* Create the range again, or skip the test if there is no display. */
#define RANGE_MAKE()                                                                               \
	do {                                                                                       \
		if (!io_display.size && !device_display(&io_display))                              \
			return skip("this machine has no display");                                \
		CHECK(io_mapping_create_wc(&io_range, io_display.base, TEST_BYTES) == &io_range);  \
	} while (0)

/* Write @stamp to page @page of the range through a local mapping. */
void io_stamp_page(unsigned int page, uint32_t stamp);

#endif
