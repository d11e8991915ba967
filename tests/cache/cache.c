/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#include "cache.h"

static uintptr_t page_of(const void *address)
{
	return (uintptr_t)address / CACHE_PAGE_BYTES;
}

static bool is_hit(const struct cache_line *line, const void *address, unsigned int frame)
{
	if (!line->valid)
		return false;
	return CACHE_TAGS == CACHE_VIRTUAL ? line->page == page_of(address) : line->frame == frame;
}

/* The line that an access finds; NULL if it finds none. */
static struct cache_line *find(const struct cache *cache, const void *address, unsigned int frame)
{
	const struct cache_line *set = cache->line[page_of(address) % CACHE_SETS];

	for (unsigned int way = 0; way < CACHE_WAYS; way++)
		if (is_hit(&set[way], address, frame))
			return (struct cache_line *)(uintptr_t)&set[way];
	return NULL;
}

static void drop(struct cache_line *line)
{
	if (line->valid && line->dirty)
		*cache_memory(line->frame) = line->content;
	line->valid = false;
}

/* A free line of the set, or the one that was not used for longest. */
static struct cache_line *victim(struct cache *cache, const void *address)
{
	struct cache_line *set = cache->line[page_of(address) % CACHE_SETS], *oldest = set;

	for (unsigned int way = 0; way < CACHE_WAYS; way++) {
		if (!set[way].valid)
			return &set[way];
		if (set[way].used < oldest->used)
			oldest = &set[way];
	}
	return oldest;
}

static struct cache_line *access_line(struct cache *cache, const void *address, unsigned int frame)
{
	struct cache_line *line = find(cache, address, frame);

	if (!line) {
		line = victim(cache, address);
		drop(line);
		*line = (struct cache_line){ .page = page_of(address),
					     .frame = frame,
					     .content = *cache_memory(frame),
					     .valid = true };
	}
	line->used = ++cache->clock;
	return line;
}

uint32_t cache_read(struct cache *cache, const void *address, unsigned int frame)
{
	return CACHE_KIB ? access_line(cache, address, frame)->content : *cache_memory(frame);
}

void cache_write(struct cache *cache, const void *address, unsigned int frame, uint32_t content)
{
	struct cache_line *line;

	if (!CACHE_KIB) {
		*cache_memory(frame) = content;
		return;
	}
	line = access_line(cache, address, frame);
	line->page = page_of(address);
	line->content = content;
	line->dirty = true;
}

void cache_retire(struct cache *cache, const void *address, unsigned int frame)
{
	struct cache_line *line = find(cache, address, frame);

	if (line)
		drop(line);
}

bool cache_holds(const struct cache *cache, const void *address, unsigned int frame)
{
	const struct cache_line *line = find(cache, address, frame);

	return line &&
	       (CACHE_TAGS == CACHE_VIRTUAL || (line->dirty && line->page == page_of(address)));
}

void cache_evict(struct cache *cache, unsigned int number)
{
	number %= CACHE_SETS * CACHE_WAYS;
	drop(&cache->line[number / CACHE_WAYS][number % CACHE_WAYS]);
}

void cache_empty(struct cache *cache)
{
	for (unsigned int number = 0; number < CACHE_SETS * CACHE_WAYS; number++)
		cache_evict(cache, number);
}
