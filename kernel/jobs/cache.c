/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Copies of the file in pages of one zone.
 */
#include "cache.h"

#include <kmap/kmap.h>

#include "job.h"

#define NO_FRAME 0u

bool cache_init(struct cache *cache, enum zone zone, uint32_t copies, unsigned long spare)
{
	unsigned long free_pages = zone_free_pages(zone);

	*cache = (struct cache){ .zone = zone };
	cache->copy_pages = (uint32_t)((module_bytes + KMAP_PAGE_SIZE - 1) / KMAP_PAGE_SIZE);
	if (free_pages < spare + cache->copy_pages)
		return false;
	cache->copies = (uint32_t)((free_pages - spare) / cache->copy_pages);
	if (cache->copies > copies)
		cache->copies = copies;
	cache->frames = low_alloc((size_t)cache->copies * cache->copy_pages * sizeof(uint32_t));
	cache->busy = low_alloc(cache->copies);
	return cache->frames && cache->busy;
}

uint32_t cache_page_bytes(const struct cache *cache, uint32_t page)
{
	size_t rest = module_bytes - (size_t)page * KMAP_PAGE_SIZE;

	return page + 1 < cache->copy_pages ? (uint32_t)KMAP_PAGE_SIZE : (uint32_t)rest;
}

bool cache_fill(struct cache *cache, uint32_t copy)
{
	for (uint32_t i = 0; i < cache->copy_pages; i++) {
		struct page *page = page_alloc(cache->zone);
		const char *from = (const char *)module_start + (size_t)i * KMAP_PAGE_SIZE;
		void *to;

		if (!page)
			return false;
		*cache_frame(cache, copy, i) = (uint32_t)page_to_pfn(page);
		to = kmap_local_page(page);
		__builtin_memcpy(to, from, cache_page_bytes(cache, i));
		kunmap_local(to);
	}
	return true;
}

void cache_free(struct cache *cache)
{
	uint64_t pages = (uint64_t)cache->copies * cache->copy_pages;

	for (uint64_t i = 0; i < pages; i++)
		if (cache->frames[i] != NO_FRAME)
			page_free(pfn_to_page(cache->frames[i]));
}
