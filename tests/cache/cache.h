/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A data cache that is indexed by virtual addresses, and so may hold a page twice, or hold what is
 * no longer there. For the simulator and the unit tests. Compile-time options, those of a real part:
 *
 *   CACHE_KIB     its size; 0, the default: there is no cache
 *   CACHE_WAYS    its ways
 *   CACHE_TAGS    CACHE_PHYSICAL: a line is found by its frame, in the set that the address
 *                 chooses. CACHE_VIRTUAL: it is found by its address, whatever that maps by then
 *
 * A page has one word, at its beginning. So of all sets only those matter that hold the first line
 * of a page: one for each colour. A line is written back when it is replaced, emptied, or retired.
 */
#ifndef CACHE_H
#define CACHE_H

#include <stdbool.h>
#include <stdint.h>

#define CACHE_PHYSICAL 0
#define CACHE_VIRTUAL 1

#ifndef CACHE_KIB
#define CACHE_KIB 0
#endif
#ifndef CACHE_WAYS
#define CACHE_WAYS 1
#endif
#ifndef CACHE_TAGS
#define CACHE_TAGS CACHE_PHYSICAL
#endif

#define CACHE_PAGE_BYTES 4096
#define CACHE_WAY_BYTES (CACHE_KIB * 1024 / CACHE_WAYS)
/* Values of the bits that choose a set and are part of the page number. */
#define CACHE_SETS (CACHE_WAY_BYTES > CACHE_PAGE_BYTES ? CACHE_WAY_BYTES / CACHE_PAGE_BYTES : 1)

/**
 * struct cache_line - the line that holds a page's word
 * @page:  the page number of the address through which it was filled, or written last
 * @frame: where it goes when it is written back
 * @used:  when it was accessed last
 */
struct cache_line {
	uintptr_t page;
	unsigned int frame;
	uint32_t content;
	uint32_t used;
	bool valid;
	bool dirty;
};

struct cache {
	struct cache_line line[CACHE_SETS][CACHE_WAYS];
	uint32_t clock;
};

/* The word of a frame in memory; whoever has a cache has this. */
uint32_t *cache_memory(unsigned int frame);

/* An access to the page at @address, which is mapped to @frame. */
uint32_t cache_read(struct cache *cache, const void *address, unsigned int frame);
void cache_write(struct cache *cache, const void *address, unsigned int frame, uint32_t content);

/* Write back and drop the line that an access to @address, mapped to @frame, would find. */
void cache_retire(struct cache *cache, const void *address, unsigned int frame);

/*
 * Whether the mapping of @address to @frame must not go yet: what was written through it is in the
 * cache only, or the cache would give what is there to whatever is mapped at @address next. What
 * another mapping of the frame wrote may be there; that one retires it when it goes.
 */
bool cache_holds(const struct cache *cache, const void *address, unsigned int frame);

/* Drop a line as if another one needed its place; @number is any number. */
void cache_evict(struct cache *cache, unsigned int number);

/* Drop all lines. */
void cache_empty(struct cache *cache);

#endif
