/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For data caches with physical tags, or that behave as if they had: a page may have
 * any address, and several at a time. A port may define KMAP_ARCH_REUSES_PERSISTENT before it
 * includes this. For ports. Not for callers.
 */
#ifndef KMAP_PORT_CACHES_PLAIN_H
#define KMAP_PORT_CACHES_PLAIN_H

#define KMAP_ARCH_COLOURS 1
#define KMAP_ARCH_CACHE_RETIRES 0
#ifndef KMAP_ARCH_REUSES_PERSISTENT
#define KMAP_ARCH_REUSES_PERSISTENT 0
#endif

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	(void)pfn;
	return 0;
}

static inline void kmap_arch_cache_retire(void *address)
{
	(void)address;
}

static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

#endif
