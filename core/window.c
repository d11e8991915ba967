/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From any address to its slot or guard.
 */
#include <kmap/window.h>

struct kmap_where kmap_where(const void *address)
{
	struct kmap_where where = { KMAP_PLACE_SLOT, 0, 0 };
	uintptr_t offset = (uintptr_t)address - kmap_window_start();
	uintptr_t index = kmap_window_index(kmap_window_start(), address);

	if (offset >= KMAP_WINDOW_SIZE) {
		/* One page beyond either end is a guard; the offset of the lower one wraps. */
		if (offset - KMAP_WINDOW_SIZE < KMAP_PAGE_SIZE)
			index = (uintptr_t)KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS - 1;
		else if (offset + KMAP_PAGE_SIZE < KMAP_PAGE_SIZE)
			index = 0;
		else
			return (struct kmap_where){ KMAP_PLACE_OUTSIDE, 0, 0 };
		where.place = KMAP_PLACE_GUARD;
	}
	where.cpu = (unsigned int)(index / KMAP_WINDOW_SLOTS);
	where.slot = (unsigned int)(index % KMAP_WINDOW_SLOTS);
	return where;
}
