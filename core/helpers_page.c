/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers that work on a part of one page.
 */
#include <kmap/helpers.h>

#include "mapping.h"
#include "misuse.h"

#if KMAP_HELPERS

/* Whether @bytes bytes from @offset on lie in a page; reports if not. */
static bool page_holds(size_t offset, size_t bytes, uintptr_t caller)
{
	if (__builtin_expect(offset <= KMAP_PAGE_SIZE && bytes <= KMAP_PAGE_SIZE - offset, 1))
		return true;
	kmap_misuse_value(KMAP_BUG_PAGE_RANGE, KMAP_VALUE_OFFSET, offset, caller);
	return false;
}

/* Map a page to work on a range of it; NULL if the range is empty or refused, or no slot is free. */
static void *range_map(const kmap_page_t *page, size_t offset, size_t bytes, uintptr_t caller)
{
	return page_holds(offset, bytes, caller) && bytes ? kmap_map_page(page, caller) : NULL;
}

/* The unmap of all helpers, which stands once. */
static __attribute__((__noinline__)) void unmap_page(const void *address)
{
	kunmap_local(address);
}

/* Unmap a page that was written; @address is that of its first byte. */
static void unmap_written(const void *address)
{
	kmap_arch_cache_flush(address);
	unmap_page(address);
}

void kmap_memcpy_from_page(void *to, const kmap_page_t *page, size_t offset, size_t bytes)
{
	const char *address = range_map(page, offset, bytes, KMAP_CALLER);

	if (!address)
		return;
	__builtin_memcpy(to, address + offset, bytes);
	unmap_page(address);
}

void kmap_memcpy_to_page(kmap_page_t *page, size_t offset, const void *from, size_t bytes)
{
	char *address = range_map(page, offset, bytes, KMAP_CALLER);

	if (!address)
		return;
	__builtin_memcpy(address + offset, from, bytes);
	unmap_written(address);
}

static void set(kmap_page_t *page, size_t offset, int value, size_t bytes, uintptr_t caller)
{
	char *address = range_map(page, offset, bytes, caller);

	if (!address)
		return;
	__builtin_memset(address + offset, value, bytes);
	unmap_written(address);
}

void kmap_memset_page(kmap_page_t *page, size_t offset, int value, size_t bytes)
{
	set(page, offset, value, bytes, KMAP_CALLER);
}

void kmap_memzero_page(kmap_page_t *page, size_t offset, size_t bytes)
{
	set(page, offset, 0, bytes, KMAP_CALLER);
}

/* As page_holds(), for a range given by its end. If that is before the start, the length is too big. */
static bool segment_fits(size_t start, size_t end, uintptr_t caller)
{
	return page_holds(start, end - start, caller);
}

static void zero_segments(kmap_page_t *page, size_t start1, size_t end1, size_t start2, size_t end2,
			  uintptr_t caller)
{
	char *address;

	if (!segment_fits(start1, end1, caller) || !segment_fits(start2, end2, caller))
		return;
	if (start1 == end1 && start2 == end2)
		return;
	address = kmap_map_page(page, caller);
	if (!address)
		return;
	__builtin_memset(address + start1, 0, end1 - start1);
	__builtin_memset(address + start2, 0, end2 - start2);
	unmap_written(address);
}

void kmap_zero_segments(kmap_page_t *page, size_t start1, size_t end1, size_t start2, size_t end2)
{
	zero_segments(page, start1, end1, start2, end2, KMAP_CALLER);
}

void kmap_zero_segment(kmap_page_t *page, size_t start, size_t end)
{
	zero_segments(page, start, end, start, start, KMAP_CALLER);
}

static bool same_page(const kmap_page_t *a, const kmap_page_t *b)
{
	if (KMAP_DEBUG && (!a || !b))
		return false;
	return kmap_host_page_to_pfn(a) == kmap_host_page_to_pfn(b);
}

/*
 * The ranges fit. If both are in one page, it is mapped once: with two mappings a
 * cache could hold the page twice.
 */
static void move(kmap_page_t *to, size_t to_offset, const kmap_page_t *from, size_t from_offset,
		 size_t bytes, uintptr_t caller)
{
	bool same = same_page(to, from);
	char *target = bytes ? kmap_map_page(to, caller) : NULL;
	const char *source = target && !same ? kmap_map_page(from, caller) : target;

	if (source) {
		__builtin_memmove(target + to_offset, source + from_offset, bytes);
		kmap_arch_cache_flush(target);
	}
	if (source && !same)
		unmap_page(source);
	if (target)
		unmap_page(target);
}

void kmap_memmove_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from,
		       size_t from_offset, size_t bytes)
{
	if (page_holds(to_offset, bytes, KMAP_CALLER) &&
	    page_holds(from_offset, bytes, KMAP_CALLER))
		move(to, to_offset, from, from_offset, bytes, KMAP_CALLER);
}

/* Whether two ranges in one page overlap. */
static bool ranges_overlap(size_t a, size_t b, size_t bytes)
{
	return (a > b ? a - b : b - a) < bytes;
}

void kmap_memcpy_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from,
		      size_t from_offset, size_t bytes)
{
	if (!page_holds(to_offset, bytes, KMAP_CALLER) ||
	    !page_holds(from_offset, bytes, KMAP_CALLER))
		return;
	if (ranges_overlap(to_offset, from_offset, bytes) && same_page(to, from))
		kmap_misuse_value(KMAP_BUG_PAGE_RANGE, KMAP_VALUE_OFFSET, to_offset, KMAP_CALLER);
	else
		move(to, to_offset, from, from_offset, bytes, KMAP_CALLER);
}

int kmap_memcmp_page(const kmap_page_t *page_a, size_t offset_a, const kmap_page_t *page_b,
		     size_t offset_b, size_t bytes)
{
	const char *a, *b;
	int order = 1;

	if (!page_holds(offset_a, bytes, KMAP_CALLER) || !page_holds(offset_b, bytes, KMAP_CALLER))
		return 1;
	if (!bytes)
		return 0;
	a = kmap_map_page(page_a, KMAP_CALLER);
	b = a ? kmap_map_page(page_b, KMAP_CALLER) : NULL;
	if (b) {
		order = __builtin_memcmp(a + offset_a, b + offset_b, bytes);
		unmap_page(b);
	}
	if (a)
		unmap_page(a);
	return order;
}

#endif
