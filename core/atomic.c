/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode of the kmap_atomic family: a section ends where one was begun, and a
 * mapping is given back by the family that made it.
 */
#include <kmap/atomic.h>

#include "mapping.h"
#include "misuse.h"
#include "note.h"

#if KMAP_ATOMIC && KMAP_DEBUG

void kmap_debug_atomic_mapped(const void *address)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = kmap_mapping_slot(ctrl, address);

	if (slot != KMAP_NO_SLOT)
		ctrl->note[slot].atomic = true;
}

/* Whether the mapping at @address was given back. A direct page, and the NULL of a map that failed, are. */
static bool unmap(const void *address, uintptr_t caller)
{
	if (!KMAP_FORCE_MAP && kmap_host_address_is_direct(address))
		return true;
	return kmap_mapping_give_back(address, true, caller) || !address;
}

void kmap_debug_atomic_unmap(const void *address)
{
	if (!kmap_host_ctrl()->atomic)
		kmap_misuse_value(KMAP_BUG_NOT_ATOMIC, KMAP_VALUE_ADDRESS, (uintptr_t)address,
				  KMAP_CALLER);
	else if (unmap(address, KMAP_CALLER))
		kmap_atomic_end();
}

#endif
