/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For data caches with physical tags that are indexed by virtual addresses, where a way is larger
 * than a page: a page has the colour that its number ends in. Before a port includes this it
 * defines KMAP_ARCH_COLOURS, KMAP_ARCH_CACHE_RETIRES, and
 *
 *	static inline void kmap_cache_drop(uintptr_t address)
 *
 * which writes back and drops each line of the page that holds the address; memory has the data
 * before what follows is done. For ports. Not for callers.
 */
#ifndef KMAP_PORT_CACHES_COLOURED_H
#define KMAP_PORT_CACHES_COLOURED_H

#include <stdint.h>

#define KMAP_ARCH_REUSES_PERSISTENT 0

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	return pfn % KMAP_ARCH_COLOURS;
}

static inline void kmap_arch_cache_retire(void *address)
{
	kmap_cache_drop((uintptr_t)address);
}

static inline void kmap_arch_cache_flush(const void *address)
{
	kmap_cache_drop((uintptr_t)address);
}

#endif
