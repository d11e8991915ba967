/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Copies of the file in pages of one zone: what the main job works on.
 */
#ifndef JOBS_CACHE_H
#define JOBS_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

/**
 * struct cache - copies of the file
 * @zone:       where their pages are
 * @copies:     how many
 * @copy_pages: pages of one copy
 * @frames:     frame numbers, copy by copy
 * @busy:       for each copy, whether a worker has it
 */
struct cache {
	enum zone zone;
	uint32_t copies;
	uint32_t copy_pages;
	uint32_t *frames;
	uint8_t *busy;
};

/*
 * Set up @cache for @copies of the file, or for as many as fit in the zone with @spare
 * pages left over. Allocates no pages yet. False if not even one copy fits.
 */
bool cache_init(struct cache *cache, enum zone zone, uint32_t copies, unsigned long spare);

/* Allocate the pages of @copy and fill them from the file. False if memory runs out. */
bool cache_fill(struct cache *cache, uint32_t copy);

/* Free all pages. */
void cache_free(struct cache *cache);

/* How many bytes of the file are in page number @page of a copy. */
uint32_t cache_page_bytes(const struct cache *cache, uint32_t page);

static inline uint32_t *cache_frame(const struct cache *cache, uint32_t copy, uint32_t page)
{
	return &cache->frames[(uint64_t)copy * cache->copy_pages + page];
}

#endif
