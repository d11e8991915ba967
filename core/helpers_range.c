/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers for ranges that cross pages.
 */
#include <kmap/helpers.h>

#include "mapping.h"
#include "misuse.h"
#include "span.h"

#if KMAP_HELPERS

/* Whether a range lies in @n pages; reports if not. */
static bool range_fits(size_t n, size_t offset, size_t bytes, uintptr_t caller)
{
	/* That many pages hold every range whose end does not overflow. */
	size_t limit = n > SIZE_MAX / KMAP_PAGE_SIZE ? SIZE_MAX : n * KMAP_PAGE_SIZE;

	if (__builtin_expect(offset <= limit && bytes <= limit - offset, 1))
		return true;
	kmap_misuse_value(KMAP_BUG_PAGE_RANGE, KMAP_VALUE_OFFSET, offset, caller);
	return false;
}

/*
 * The part of a range that lies in one page: a page may occur twice, so that they are written
 * one after the other.
 */
struct chunk {
	struct span span;
	char *address; /* of the page's mapping */
	size_t offset; /* in the page */
	size_t bytes;
};

/* Map the page of the first byte of a range; false if the range is empty or no slot is free. */
static bool chunk_map(struct chunk *chunk, kmap_page_t *const pages[], size_t offset, size_t bytes,
		      uintptr_t caller)
{
	size_t count;

	if (!bytes)
		return false;
	pages += offset / KMAP_PAGE_SIZE;
	chunk->offset = offset % KMAP_PAGE_SIZE;
	chunk->bytes = smaller(bytes, KMAP_PAGE_SIZE - chunk->offset);
	count = (chunk->offset + bytes + KMAP_PAGE_SIZE - 1) / KMAP_PAGE_SIZE;
	chunk->address = span_next(&chunk->span, pages, count);
	if (!chunk->address)
		chunk->address = kmap_map_page(pages[0], caller);
	return chunk->address != NULL;
}

/* A span stays until its last page is done. */
static void chunk_unmap(const struct chunk *chunk)
{
	if (!chunk->span.address)
		kunmap_local(chunk->address);
}

static void chunk_unmap_written(const struct chunk *chunk)
{
	kmap_arch_cache_flush(chunk->address);
	chunk_unmap(chunk);
}

size_t kmap_memcpy_from_pages(void *to, kmap_page_t *const pages[], size_t n, size_t offset,
			      size_t bytes)
{
	struct chunk chunk = { .address = NULL };
	size_t done = 0;

	if (!range_fits(n, offset, bytes, KMAP_CALLER))
		return 0;
	for (; chunk_map(&chunk, pages, offset + done, bytes - done, KMAP_CALLER);
	     done += chunk.bytes) {
		__builtin_memcpy((char *)to + done, chunk.address + chunk.offset, chunk.bytes);
		chunk_unmap(&chunk);
	}
	span_unmap(&chunk.span);
	return done;
}

size_t kmap_memcpy_to_pages(kmap_page_t *const pages[], size_t n, size_t offset, const void *from,
			    size_t bytes)
{
	struct chunk chunk = { .address = NULL };
	size_t done = 0;

	if (!range_fits(n, offset, bytes, KMAP_CALLER))
		return 0;
	for (; chunk_map(&chunk, pages, offset + done, bytes - done, KMAP_CALLER);
	     done += chunk.bytes) {
		__builtin_memcpy(chunk.address + chunk.offset, (const char *)from + done,
				 chunk.bytes);
		chunk_unmap_written(&chunk);
	}
	span_unmap(&chunk.span);
	return done;
}

size_t kmap_memset_pages(kmap_page_t *const pages[], size_t n, size_t offset, int value,
			 size_t bytes)
{
	struct chunk chunk = { .address = NULL };
	size_t done = 0;

	if (!range_fits(n, offset, bytes, KMAP_CALLER))
		return 0;
	for (; chunk_map(&chunk, pages, offset + done, bytes - done, KMAP_CALLER);
	     done += chunk.bytes) {
		__builtin_memset(chunk.address + chunk.offset, value, chunk.bytes);
		chunk_unmap_written(&chunk);
	}
	span_unmap(&chunk.span);
	return done;
}

/**
 * struct side - the page that kmap_copy_pages() is reading or writing
 * @address: of its mapping; NULL for none
 * @slot:    the slot of the mapping, to be used for the next page as well; or NULL
 * @room:    for @slot, where it is not kept
 * @saved:   the PTE of @slot in the task's state
 * @window:  the window that the slot belongs to
 * @caller:  the code to name in a report
 */
struct side {
	char *address;
	const struct kmap_slot *slot;
	struct kmap_slot room[!KMAP_WINDOW_CPU];
	struct kmap_pte *saved;
	struct kmap_window *window;
	uintptr_t caller;
};

static void side_unmap(struct side *side)
{
	if (side->address)
		kunmap_local(side->address);
	side->address = NULL;
	side->slot = NULL;
}

/* Map a frame in a slot of its own. */
static __attribute__((__noinline__)) bool side_map(struct side *side, unsigned long pfn)
{
	uintptr_t nr;

	side_unmap(side);
	side->address = kmap_map_pfn(pfn, KMAP_PROT_DEFAULT, side->caller);
	/* Where a mapping is more than a PTE, or slots differ, each page is mapped afresh. */
	if (!KMAP_SLOT_PLAIN || !side->address)
		return side->address != NULL;
	side->window = kmap_host_window();
	nr = kmap_window_index(kmap_window_base(side->window), side->address);
	side->slot = kmap_window_slot(side->window, nr, side->room);
	side->saved = &kmap_host_ctrl()->pteval[nr];
	return true;
}

/* Map the next page, in the slot of the last one if there is one. */
static inline bool side_move(struct side *side, const kmap_page_t *page)
{
	unsigned long pfn = kmap_host_page_to_pfn(page);

	if (!KMAP_FORCE_MAP && kmap_host_pfn_is_direct(pfn)) {
		if (side->slot || !KMAP_SLOT_PLAIN)
			side_unmap(side);
		side->address = kmap_host_direct_address(pfn);
		return true;
	}
	if (!side->slot)
		return side_map(side, pfn);
	kmap_slot_replace(side->slot, side->saved, side->window,
			  kmap_arch_pte_make(pfn, KMAP_PROT_DEFAULT));
	return true;
}

static void span_copy(const struct span *to, const struct span *from)
{
	for (size_t offset = 0; offset < from->count * KMAP_PAGE_SIZE; offset += KMAP_PAGE_SIZE) {
		kmap_arch_page_copy(to->address + offset, from->address + offset);
		kmap_arch_cache_flush(to->address + offset);
	}
}

/* Copy pages by way of two spans, as many as fill them; none if there is no room for those. */
static inline size_t copy_spans(kmap_page_t *const to[], kmap_page_t *const from[], size_t n)
{
	struct span source, target;
	size_t count = span_pages(to, span_pages(from, n, 2), 2), done = 0;

	if (KMAP_ARCH_PAGES_AT_ONCE == 1 || !span_map(&source, from, count))
		return 0;
	if (span_map(&target, to, count)) {
		do {
			span_copy(&target, &source);
			done += count;
		} while (span_move(&source, from + done, n - done) &&
			 span_move(&target, to + done, n - done));
		span_unmap(&target);
	}
	span_unmap(&source);
	return done;
}

size_t kmap_copy_pages(kmap_page_t *const to[], kmap_page_t *const from[], size_t n)
{
	struct side source = { .caller = KMAP_CALLER }, target = { .caller = KMAP_CALLER };
	size_t done = 0, count;

	while (done < n) {
		count = copy_spans(to + done, from + done, n - done);
		done += count;
		if (KMAP_ARCH_PAGES_AT_ONCE > 1 && count)
			continue;
		/* The target's slot may be the only one of the next source's colour. */
		if (!KMAP_SLOT_PLAIN)
			side_unmap(&target);
		if (!side_move(&source, from[done]) || !side_move(&target, to[done]))
			break;
		kmap_arch_page_copy(target.address, source.address);
		kmap_arch_cache_flush(target.address);
		done++;
	}
	side_unmap(&target);
	side_unmap(&source);
	return done;
}

#endif
