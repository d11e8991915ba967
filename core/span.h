/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Spans: pages that the helpers for many map side by side, in slots that go on from page to
 * page, where a port says that it invalidates many at once (KMAP_ARCH_PAGES_AT_ONCE).
 */
#ifndef KMAP_CORE_SPAN_H
#define KMAP_CORE_SPAN_H

#include "mapping.h"

/**
 * struct span - pages mapped side by side, so that one invalidation is for all of them
 * @address: of the mapping; NULL for none
 * @count:   its pages
 * @at:      the page that span_next() gave last
 * @nr:      its first slot
 */
struct span {
	char *address;
	size_t count;
	size_t at;
	uintptr_t nr;
};

static inline size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many of the first @most pages are to be mapped, before one that is direct. */
static inline size_t slots_needed(kmap_page_t *const pages[], size_t most)
{
	size_t count = 0;

	while (count < most &&
	       (KMAP_FORCE_MAP || !kmap_host_pfn_is_direct(kmap_host_page_to_pfn(pages[count]))))
		count++;
	return count;
}

/*
 * How many of @n pages to map in a span, 0 or 1 for none; there are to be @spans at a time.
 * Half of the slots stay for handlers.
 */
static inline size_t span_pages(kmap_page_t *const pages[], size_t n, size_t spans)
{
	size_t held, half = KMAP_SLOTS / 2, room;

	if (KMAP_ARCH_PAGES_AT_ONCE == 1 || !KMAP_SLOT_PLAIN)
		return 0;
	held = kmap_mask_count(kmap_host_ctrl()->used);
	room = held < half ? (half - held) / spans : 0;
	return slots_needed(pages, smaller(smaller(n, room), KMAP_ARCH_PAGES_AT_ONCE));
}

/* Map @count pages; false if they are not several, or there is no room. */
static inline bool span_map(struct span *span, kmap_page_t *const pages[], size_t count)
{
	span->address = count > 1 ? (char *)kmap_local_try_pages(pages, count) : NULL;
	span->count = count;
	if (span->address)
		span->nr = kmap_window_index(kmap_window_base(kmap_host_window()), span->address);
	return span->address != NULL;
}

/* Map the next pages in the slots of the last ones; false if they are not enough. */
static inline bool span_move(struct span *span, kmap_page_t *const pages[], size_t n)
{
	struct kmap_window *window = kmap_host_window();
	struct kmap_pte *saved = kmap_host_ctrl()->pteval;
	struct kmap_slot room;

	if (n < span->count || slots_needed(pages, span->count) < span->count)
		return false;
	for (uintptr_t nr = span->nr; nr < span->nr + span->count; nr++)
		kmap_slot_empty(kmap_window_slot(window, nr, &room), &saved[nr]);
	kmap_arch_tlb_invalidate_local_range(span->address, (unsigned int)span->count);
	for (size_t i = 0; i < span->count; i++) {
		unsigned long pfn = kmap_host_page_to_pfn(pages[i]);

		kmap_slot_fill(kmap_window_slot(window, span->nr + i, &room), &saved[span->nr + i],
			       kmap_arch_pte_make(pfn, KMAP_PROT_DEFAULT));
		if (i)
			kmap_count(&window->counters.invalidations);
	}
	kmap_count(&window->counters.unmaps);
	kmap_count(&window->counters.maps);
	return true;
}

static inline void span_unmap(struct span *span)
{
	if (span->address)
		kunmap_local(span->address);
	span->address = NULL;
}

/*
 * The address of the first of @n pages: in the span, moved on or new, whose pages are taken one
 * after the other; or NULL.
 */
static inline char *span_next(struct span *span, kmap_page_t *const pages[], size_t n)
{
	if (KMAP_ARCH_PAGES_AT_ONCE == 1)
		return NULL;
	if (span->address && ++span->at < span->count)
		return span->address + span->at * KMAP_PAGE_SIZE;
	span->at = 0;
	if (span->address && span_move(span, pages, n))
		return span->address;
	span_unmap(span);
	return span_map(span, pages, span_pages(pages, n, 1)) ? span->address : NULL;
}

#endif
