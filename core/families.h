/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the rest of the core asks the optional families, with the answers of a family
 * that is left out.
 */
#ifndef KMAP_CORE_FAMILIES_H
#define KMAP_CORE_FAMILIES_H

#include <kmap/kmap.h>

#include "flush.h"

/* The counters of the persistent window that <kmap/stat.h> shows. */
struct family_counts {
	uint32_t wraps;
	uint32_t waits;
};

#if KMAP_PERSISTENT

static inline bool family_persistent_contains(const void *address)
{
	return kmap_persistent_contains(address);
}

static inline kmap_page_t *family_persistent_page(const void *address)
{
	return kmap_persistent_to_page(address);
}

static inline struct family_counts family_persistent_counts(void)
{
	struct kmap_persistent_stat stat;

	kmap_persistent_stat_read(&stat);
	return (struct family_counts){ stat.wraps, stat.waits };
}

#else

static inline bool family_persistent_contains(const void *address)
{
	(void)address;
	return false;
}

static inline kmap_page_t *family_persistent_page(const void *address)
{
	(void)address;
	return NULL;
}

static inline struct family_counts family_persistent_counts(void)
{
	return (struct family_counts){ 0, 0 };
}

#endif

/* What family_io_pfn() returns for an address that is no mapping of device memory. */
#define FAMILY_IO_NO_PFN (~0ul)

#if KMAP_IO

static inline bool family_io_contains(const void *address)
{
	return kmap_io_contains(address);
}

static inline unsigned long family_io_pfn(const void *address)
{
	return kmap_io_to_pfn(address);
}

static inline size_t family_io_len(const void *address)
{
	return kmap_io_len(address);
}

#else

static inline bool family_io_contains(const void *address)
{
	(void)address;
	return false;
}

static inline unsigned long family_io_pfn(const void *address)
{
	(void)address;
	return FAMILY_IO_NO_PFN;
}

static inline size_t family_io_len(const void *address)
{
	(void)address;
	return 0;
}

#endif

#if KMAP_PERSISTENT || KMAP_IO

static inline uint32_t family_flush_count(void)
{
	return kmap_flush_count();
}

#else

static inline uint32_t family_flush_count(void)
{
	return 0;
}

#endif

#endif
