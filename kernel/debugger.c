/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "debugger.h"

#include "memory.h"
#include "sched.h"

#if KMAP_WINDOW_PRIVATE
#define PRIVATE_OFFSET (KMAP_PRIVATE_PTES - PRIVATE_PTE_PAGES)
#else
#define PRIVATE_OFFSET 0
#endif

__attribute__((used)) const struct debugger_constants debugger_constants = {
	.page_shift = KMAP_ARCH_PAGE_SHIFT,
	.direct_base = DIRECT_BASE,
	.direct_first = LOW_PFN_START,
	.persistent_base = PERSISTENT_BASE,
	.io_base = IO_BASE,
	.private_offset = PRIVATE_OFFSET,
	.tick_ns = TICK_NS,
};
