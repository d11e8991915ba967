/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Several pages in one mapping: at consecutive addresses, whatever their
 * frames, given back by one unmap. Rules as in <kmap/local.h>, and:
 *
 *  - A mapping of n pages takes n slots that lie side by side. It always fits
 *    beside single mappings of which the task, since it last held none, has
 *    never held more than KMAP_SLOTS - n; beyond that, give mappings back
 *    last-in first-out, or use the try forms.
 *  - Pages that are directly mapped, with consecutive addresses, take no slot.
 *  - kunmap_local() with any address inside gives the whole mapping back.
 *  - Error: no pages, or more than KMAP_SLOTS, also if all are directly mapped
 *    (KMAP_BUG_PAGES); no room (KMAP_BUG_EXHAUSTED). NULL is returned if the
 *    host carries on.
 *  - Cost: linear in the number of pages.
 *
 * The contiguous mapping of several pages goes beyond Linux, which maps one
 * page at a time.
 */
#ifndef KMAP_RANGE_H
#define KMAP_RANGE_H

#include <kmap/local.h>

/* In core/range.c. */
void *kmap_range_map(const struct kmap_frames *frames, size_t count);
void *kmap_range_try(const struct kmap_frames *frames, size_t count);

/**
 * kmap_local_pages() - map pages side by side
 * @pages: the pages, of any zone, in the order of their addresses
 * @count: how many, 1 to KMAP_SLOTS
 *
 * Return: address of the first byte of the first page.
 */
static inline void *kmap_local_pages(kmap_page_t *const *pages, size_t count)
{
	return kmap_range_map(&(struct kmap_frames){ .pages = pages }, count);
}

/**
 * kmap_local_pfns() - map frames side by side
 * @pfns:  frame numbers, in the order of their addresses; need not be RAM
 * @count: how many, 1 to KMAP_SLOTS
 *
 * As kmap_local_pages().
 */
static inline void *kmap_local_pfns(const unsigned long *pfns, size_t count)
{
	return kmap_range_map(&(struct kmap_frames){ .pfns = pfns }, count);
}

/**
 * kmap_local_range() - map consecutive frames
 * @first: the first frame number; need not be RAM
 * @count: how many, 1 to KMAP_SLOTS
 *
 * As kmap_local_pages().
 */
static inline void *kmap_local_range(unsigned long first, size_t count)
{
	return kmap_range_map(&(struct kmap_frames){ .first = first }, count);
}

/**
 * kmap_local_try_pages() - map pages side by side if there is room
 * @pages: the pages
 * @count: how many
 *
 * As kmap_local_pages(), but NULL without a report when there is no room, or
 * @count is 0 or above KMAP_SLOTS.
 */
static inline void *kmap_local_try_pages(kmap_page_t *const *pages, size_t count)
{
	return kmap_range_try(&(struct kmap_frames){ .pages = pages }, count);
}

/**
 * kmap_local_try_pfns() - map frames side by side if there is room
 * @pfns:  frame numbers
 * @count: how many
 *
 * As kmap_local_try_pages().
 */
static inline void *kmap_local_try_pfns(const unsigned long *pfns, size_t count)
{
	return kmap_range_try(&(struct kmap_frames){ .pfns = pfns }, count);
}

/**
 * kmap_local_try_range() - map consecutive frames if there is room
 * @first: the first frame number
 * @count: how many
 *
 * As kmap_local_try_pages().
 */
static inline void *kmap_local_try_range(unsigned long first, size_t count)
{
	return kmap_range_try(&(struct kmap_frames){ .first = first }, count);
}

#endif
