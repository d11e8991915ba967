/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shared code of the random cases: random pages and ranges, and records of what a case
 * does.
 */
#ifndef PAGE_OPS_CASE_H
#define PAGE_OPS_CASE_H

#include "page_ops.h"

#define SIZE ((size_t)KMAP_PAGE_SIZE)

static inline uint32_t below(struct page_ops *ops, size_t limit)
{
	return random_below(&ops->random, (uint32_t)limit);
}

static inline unsigned int any_page(struct page_ops *ops)
{
	return below(ops, PAGE_OPS_PAGES);
}

/* A number from 0 to @limit: 0, @limit, one near it, or any. */
static inline size_t edge(struct page_ops *ops, size_t limit)
{
	size_t near = limit < 8 ? limit : 8;

	switch (below(ops, 6)) {
	case 0:
		return 0;
	case 1:
		return limit;
	case 2:
		return limit - below(ops, near + 1);
	default:
		return below(ops, limit + 1);
	}
}

/* A range inside @limit bytes. */
struct range {
	size_t offset;
	size_t bytes;
};

static inline struct range any_range(struct page_ops *ops, size_t limit)
{
	struct range range;

	range.offset = edge(ops, limit);
	range.bytes = edge(ops, limit - range.offset);
	ops->mapped = range.bytes != 0;
	return range;
}

/* The page at @index was mapped once and written, if there was anything to write. */
static inline void wrote(struct page_ops *ops, unsigned int index, size_t bytes)
{
	ops->written[index] += bytes != 0;
}

static inline bool buffers_equal(const struct page_ops *ops)
{
	return __builtin_memcmp(ops->buffer, ops->shadow, sizeof(ops->buffer)) == 0;
}

#endif
