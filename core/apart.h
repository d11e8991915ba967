/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whether the windows lie where nothing else is, guards included. Asked at set-up;
 * where the host's addresses are constants, the compiler knows most of the answer.
 */
#ifndef KMAP_CORE_APART_H
#define KMAP_CORE_APART_H

#include "misuse.h"

/* Whether a window is apart from the direct map. */
static inline bool apart_from_direct(uintptr_t base, uintptr_t size)
{
	/* From the guard before it to the one behind. */
	for (uintptr_t offset = 0; offset <= size + KMAP_PAGE_SIZE; offset += KMAP_PAGE_SIZE)
		if (kmap_host_address_is_direct((void *)(base - KMAP_PAGE_SIZE + offset)))
			return false;
	return true;
}

/* Whether a window is apart from those of the CPUs. */
static inline bool apart_from_windows(uintptr_t base, uintptr_t size)
{
	return KMAP_APART(base, size, kmap_window_start(), KMAP_WINDOW_SIZE);
}

#if KMAP_PERSISTENT

/* Whether a window is apart from the persistent window. */
static inline bool apart_from_persistent(uintptr_t base, uintptr_t size)
{
	return KMAP_APART(base, size, kmap_host_persistent_base(), KMAP_PERSISTENT_SIZE);
}

#else

static inline bool apart_from_persistent(uintptr_t base, uintptr_t size)
{
	(void)base;
	(void)size;
	return true;
}

#endif

/* Report a window at @base that is not @apart; returns @apart. */
static inline bool apart_or_told(bool apart, uintptr_t base, uintptr_t caller)
{
	if (!apart)
		kmap_misuse_value(KMAP_BUG_OVERLAP, KMAP_VALUE_ADDRESS, base, caller);
	return apart;
}

#endif
