// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Where a mapping ends, for hardened copies from and to user memory.
 */
#include <kmap/kmap.h>

#include "mapping.h"
#include "linux/kmap_usercopy.h"

size_t kmap_room(const void *address)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = kmap_mapping_slot(ctrl, address);
	size_t in_page = PAGE_SIZE - offset_in_page(address);
	unsigned int start, end;

	if (slot == KMAP_NO_SLOT)
		return in_page;
	start = kmap_mapping_start(ctrl, slot);
	end = start + kmap_mapping_length(ctrl, start) - KMAP_GUARD;
	return slot < end ? in_page + (end - 1 - slot) * PAGE_SIZE : 0;
}
