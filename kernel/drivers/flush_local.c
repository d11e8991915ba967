/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The flush of this CPU's TLB, where the port of kmap invalidates ranges.
 */
#include <kmap/internal/slot.h>

#include "machine.h"

void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t pages = (end - start) >> KMAP_ARCH_PAGE_SHIFT;

	/* The number is cut off, but is large where this is. */
	kmap_arch_tlb_invalidate_local_range((void *)start,
					     pages < UINT32_MAX ? (unsigned int)pages : UINT32_MAX);
}
