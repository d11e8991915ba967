/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random cases for the page helpers: each is done to pages with a helper, and to a model
 * in ordinary memory with memcpy(), memset() and memcmp(). They only need a host of
 * kmap, so the unit tests run the same cases.
 */
#ifndef PAGE_OPS_H
#define PAGE_OPS_H

#include <kmap/kmap.h>

#include "random.h"

/* Pages to work on, and the most that one case takes. */
#define PAGE_OPS_PAGES 12
#define PAGE_OPS_MOST 5

/**
 * struct page_ops - the pages and what they must contain
 * @random:  the generator of the cases
 * @pages:   the pages, set by the caller from both zones
 * @model:   for each page what must be in it
 * @written: for each page how often the last case mapped it to write
 * @mapped:  whether the last case had anything to do
 * @buffer:  what helpers copy from and to
 * @shadow:  the buffer of the model
 * @name:    the helper that the last case called
 */
struct page_ops {
	struct random random;
	kmap_page_t *pages[PAGE_OPS_PAGES];
	_Alignas(uint64_t) unsigned char model[PAGE_OPS_PAGES][KMAP_PAGE_SIZE];
	unsigned int written[PAGE_OPS_PAGES];
	bool mapped;
	unsigned char buffer[PAGE_OPS_MOST * KMAP_PAGE_SIZE];
	unsigned char shadow[PAGE_OPS_MOST * KMAP_PAGE_SIZE];
	const char *name;
};

/* Fill pages and model with random bytes. The caller has set @pages. */
void page_ops_start(struct page_ops *ops, uint32_t seed);

/* One case. False if the helper returned something wrong or wrote a wrong buffer. */
bool page_ops_case(struct page_ops *ops);

/*
 * One call with a range that does not fit, or overlaps where that is not allowed.
 * *@offset is the start of that range. False if the helper returned a wrong value.
 */
bool page_ops_misuse(struct page_ops *ops, size_t *offset);

/* Whether a page contains what its model does. */
bool page_ops_right(const struct page_ops *ops, unsigned int page);

#endif
