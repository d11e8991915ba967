/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers that copy, fill and compare pages or parts of them. Each maps what it
 * needs and gives it back before it returns, on every path, so no caller can leave a
 * mapping behind.
 *
 * Rules for all of them:
 *  - Pages may be directly mapped or not. Offsets and lengths are in bytes; an
 *    offset counts from the start of the page.
 *  - Context: as kmap_local_page(): task, softirq or interrupt; not NMI. One
 *    slot is used for each page that is not directly mapped, two at most.
 *  - A length of zero does nothing and maps nothing.
 *  - Error: a range that does not lie in its page, even if offset and length
 *    overflow when added (KMAP_BUG_PAGE_RANGE). The call is refused as a whole:
 *    nothing is mapped, read or written.
 *  - Error: no free slot (KMAP_BUG_EXHAUSTED). If the host carries on, nothing is
 *    written.
 *  - Where the architecture needs it, a page that was written is flushed from the
 *    cache, so that its other mappings show what was written.
 *  - A buffer, @to or @from of type pointer to void, must not overlap the page.
 *  - Cost: a map and an unmap for each page, and the work on the bytes.
 *
 * Rules for helpers that work on several pages, which need not be adjacent in memory:
 *  - An offset counts bytes from the start of the first page. A range may begin and
 *    end anywhere and cross any number of pages. Every byte of it is read or written
 *    once, page by page in the order of the array.
 *  - A range that does not lie in the @n pages is refused as a whole
 *    (KMAP_BUG_PAGE_RANGE), before anything is mapped.
 *  - One page of each array is mapped at a time, so the number of pages has no limit,
 *    and one slot for each array is enough.
 *  - Error: no free slot for a page (KMAP_BUG_EXHAUSTED). The work stops there.
 *  - Return: how much was done, from the start: all of it, or less after an error.
 *    Callers whose host panics on misuse need not look.
 *
 * <kmap/linux_names.h> has Linux's names for them.
 */
#ifndef KMAP_HELPERS_H
#define KMAP_HELPERS_H

#include <kmap/local.h>

#if KMAP_HELPERS

KMAP_DECLARATIONS_BEGIN

/**
 * kmap_clear_page() - fill a page with zeros
 * @page: the page
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
static inline void kmap_clear_page(kmap_page_t *page)
{
	void *address = kmap_local_page(page);

	if (!address)
		return;
	kmap_arch_page_clear(address);
	kmap_arch_cache_flush(address);
	kunmap_local(address);
}

/**
 * kmap_copy_page() - copy a page
 * @to:   the page to write
 * @from: the page to read; may be @to
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
static inline void kmap_copy_page(kmap_page_t *to, const kmap_page_t *from)
{
	void *source = kmap_local_page(from);
	void *target = source ? kmap_local_page(to) : NULL;

	if (target) {
		kmap_arch_page_copy(target, source);
		kmap_arch_cache_flush(target);
		kunmap_local(target);
	}
	if (source)
		kunmap_local(source);
}

/**
 * kmap_memcpy_from_page() - copy bytes of a page into a buffer
 * @to:     the buffer, of @bytes bytes
 * @page:   the page to read
 * @offset: of the first byte to read
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
void kmap_memcpy_from_page(void *to, const kmap_page_t *page, size_t offset,
			   size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memcpy_to_page() - copy a buffer into a page
 * @page:   the page to write
 * @offset: of the first byte to write
 * @from:   the buffer, of @bytes bytes
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
void kmap_memcpy_to_page(kmap_page_t *page, size_t offset, const void *from,
			 size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memcpy_page() - copy bytes from a page to a page
 * @to:          the page to write
 * @to_offset:   of the first byte to write
 * @from:        the page to read; may be @to
 * @from_offset: of the first byte to read
 * @bytes:       how many
 *
 * See the rules at the top of <kmap/helpers.h>. It is also an error if both ranges
 * are in the same page and overlap (KMAP_BUG_PAGE_RANGE): use kmap_memmove_page().
 */
void kmap_memcpy_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from,
		      size_t from_offset, size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memmove_page() - copy bytes from a page to a page; the ranges may overlap
 * @to:          the page to write
 * @to_offset:   of the first byte to write
 * @from:        the page to read; may be @to
 * @from_offset: of the first byte to read
 * @bytes:       how many
 *
 * Afterwards the target holds what the source held before the call. Within one
 * page one slot is used. See the rules at the top of <kmap/helpers.h>.
 */
void kmap_memmove_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from,
		       size_t from_offset, size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memset_page() - fill bytes of a page with a value
 * @page:   the page
 * @offset: of the first byte
 * @value:  what each byte becomes, converted to unsigned char
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
void kmap_memset_page(kmap_page_t *page, size_t offset, int value, size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memzero_page() - fill bytes of a page with zeros
 * @page:   the page
 * @offset: of the first byte
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/helpers.h>.
 */
void kmap_memzero_page(kmap_page_t *page, size_t offset, size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memcmp_page() - compare bytes of two pages
 * @page_a:   one page
 * @offset_a: of its first byte
 * @page_b:   the other page; may be @page_a, and the ranges may overlap
 * @offset_b: of its first byte
 * @bytes:    how many
 *
 * See the rules at the top of <kmap/helpers.h>.
 * Return: 0 when all bytes are equal or there are none; else below or above 0, as
 * the first byte that differs is less or greater in @page_a. After an error 1, so
 * that what could not be read does not pass as equal.
 */
int kmap_memcmp_page(const kmap_page_t *page_a, size_t offset_a, const kmap_page_t *page_b,
		     size_t offset_b, size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_zero_segments() - fill two ranges of a page with zeros
 * @page:   the page
 * @start1: first byte of one range
 * @end1:   the byte after its last one; equal to @start1 for an empty range
 * @start2: first byte of the other range, which may overlap the first
 * @end2:   the byte after its last one
 *
 * The page is mapped once. See the rules at the top of <kmap/helpers.h>. An end
 * before its start is an error as well (KMAP_BUG_PAGE_RANGE). After an error neither
 * range is written.
 */
void kmap_zero_segments(kmap_page_t *page, size_t start1, size_t end1, size_t start2,
			size_t end2) KMAP_NAMES_CALLER;

/**
 * kmap_zero_segment() - fill a range of a page with zeros
 * @page:  the page
 * @start: first byte
 * @end:   the byte after the last one
 *
 * As kmap_zero_segments() with one range.
 */
void kmap_zero_segment(kmap_page_t *page, size_t start, size_t end) KMAP_NAMES_CALLER;

/**
 * kmap_copy_pages() - copy whole pages
 * @to:   the pages to write
 * @from: the pages to read, in the same order; @from[i] may be @to[i]
 * @n:    how many
 *
 * Pages are copied one after the other: a page that occurs in both arrays at
 * different indices may have been written before it is read.
 *
 * See the rules at the top of <kmap/helpers.h>. Return: pages copied.
 */
size_t kmap_copy_pages(kmap_page_t *const to[], kmap_page_t *const from[],
		       size_t n) KMAP_NAMES_CALLER;

/**
 * kmap_memcpy_from_pages() - copy a range of pages into a buffer
 * @to:     the buffer, of @bytes bytes
 * @pages:  the pages to read
 * @n:      how many pages
 * @offset: of the first byte to read
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/helpers.h>. Return: bytes copied.
 */
size_t kmap_memcpy_from_pages(void *to, kmap_page_t *const pages[], size_t n, size_t offset,
			      size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memcpy_to_pages() - copy a buffer into a range of pages
 * @pages:  the pages to write
 * @n:      how many pages
 * @offset: of the first byte to write
 * @from:   the buffer, of @bytes bytes
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/helpers.h>. Return: bytes copied.
 */
size_t kmap_memcpy_to_pages(kmap_page_t *const pages[], size_t n, size_t offset, const void *from,
			    size_t bytes) KMAP_NAMES_CALLER;

/**
 * kmap_memset_pages() - fill a range of pages with a value
 * @pages:  the pages
 * @n:      how many pages
 * @offset: of the first byte
 * @value:  what each byte becomes, converted to unsigned char
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/helpers.h>. Return: bytes written.
 */
size_t kmap_memset_pages(kmap_page_t *const pages[], size_t n, size_t offset, int value,
			 size_t bytes) KMAP_NAMES_CALLER;

KMAP_DECLARATIONS_END

#endif

#endif
