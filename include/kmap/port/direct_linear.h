/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For a host with a linear direct map of one range of frames. For ports.
 * Not for callers. Before the host includes this it defines, as constants or variables that do
 * not change:
 *
 *   KMAP_DIRECT_BASE    address of the first frame
 *   KMAP_DIRECT_FIRST   number of that frame, a constant; may be left out, then it is 0
 *   KMAP_DIRECT_FRAMES  how many frames are mapped there
 *   KMAP_DIRECT_SIZE    the same in bytes; may be left out, then it is computed
 *
 * and kmap_host_pfn_to_page().
 */
#ifndef KMAP_PORT_DIRECT_LINEAR_H
#define KMAP_PORT_DIRECT_LINEAR_H

#include <stdbool.h>
#include <stdint.h>

#ifndef KMAP_DIRECT_SIZE
#define KMAP_DIRECT_SIZE ((uintptr_t)(KMAP_DIRECT_FRAMES) << KMAP_ARCH_PAGE_SHIFT)
#endif

#ifndef KMAP_DIRECT_FIRST
#define KMAP_DIRECT_FIRST 0ul
#endif

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn - KMAP_DIRECT_FIRST < KMAP_DIRECT_FRAMES;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return (void *)(KMAP_DIRECT_BASE - ((uintptr_t)KMAP_DIRECT_FIRST << KMAP_ARCH_PAGE_SHIFT) +
			((uintptr_t)pfn << KMAP_ARCH_PAGE_SHIFT));
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address - KMAP_DIRECT_BASE < KMAP_DIRECT_SIZE;
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	return kmap_host_pfn_to_page(KMAP_DIRECT_FIRST + (((uintptr_t)address - KMAP_DIRECT_BASE) >>
							  KMAP_ARCH_PAGE_SHIFT));
}

#endif
