/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers that copy, fill and compare pages or parts of one page. Each maps
 * what it needs and gives it back before it returns, on every path, so no
 * caller of these can leave a mapping behind.
 *
 * Rules for all of them:
 *  - Pages may be of any zone. Offsets and lengths are in bytes; an offset
 *    counts from the start of the page.
 *  - Context: as kmap_local_page(): task, softirq or interrupt; not NMI. One
 *    slot is used for each page that is not directly mapped, two at most.
 *  - A length of zero does nothing and maps nothing.
 *  - Error: a range that does not lie in its page, also if offset and length
 *    overflow when added (KMAP_BUG_PAGE_RANGE). The call is refused as a whole:
 *    nothing is mapped, read or written, and the caller's code is named.
 *  - Error: no free slot (KMAP_BUG_EXHAUSTED). When the host's policy is to
 *    carry on, nothing is written.
 *  - A page that was written is flushed from the cache where the architecture
 *    needs that, so that its other mappings show what was written.
 *  - A buffer, @to or @from of type pointer to void, must not overlap the page.
 *  - Cost: one map and unmap for each page, and the work on the bytes.
 */
#ifndef KMAP_PAGE_H
#define KMAP_PAGE_H

#include <kmap/local.h>

/**
 * clear_highpage() - fill a page with zeros
 * @page: the page
 *
 * See the rules at the top of <kmap/page.h>.
 */
static inline void clear_highpage(kmap_page_t *page)
{
	void *address = kmap_local_page(page);

	if (!address)
		return;
	kmap_arch_page_clear(address);
	kmap_arch_cache_flush(address);
	kunmap_local(address);
}

/**
 * copy_highpage() - copy a page
 * @to:   the page to write
 * @from: the page to read; may be @to
 *
 * See the rules at the top of <kmap/page.h>.
 */
static inline void copy_highpage(kmap_page_t *to, const kmap_page_t *from)
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
 * memcpy_from_page() - copy bytes of a page into a buffer
 * @to:     the buffer, of @bytes bytes
 * @page:   the page to read
 * @offset: of the first byte to read
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/page.h>.
 */
void memcpy_from_page(void *to, const kmap_page_t *page, size_t offset, size_t bytes);

/**
 * memcpy_to_page() - copy a buffer into a page
 * @page:   the page to write
 * @offset: of the first byte to write
 * @from:   the buffer, of @bytes bytes
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/page.h>.
 */
void memcpy_to_page(kmap_page_t *page, size_t offset, const void *from, size_t bytes);

/**
 * memcpy_page() - copy bytes from a page to a page
 * @to:          the page to write
 * @to_offset:   of the first byte to write
 * @from:        the page to read; may be @to
 * @from_offset: of the first byte to read
 * @bytes:       how many
 *
 * See the rules at the top of <kmap/page.h>. Error, too: both ranges are in the
 * same page and share a byte (KMAP_BUG_PAGE_RANGE); memmove_page() takes those.
 */
void memcpy_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from, size_t from_offset,
		 size_t bytes);

/**
 * memmove_page() - copy bytes from a page to a page, also between ranges that overlap
 * @to:          the page to write
 * @to_offset:   of the first byte to write
 * @from:        the page to read; may be @to
 * @from_offset: of the first byte to read
 * @bytes:       how many
 *
 * Afterwards the target holds what the source held before the call. Within one
 * page one slot is used. See the rules at the top of <kmap/page.h>.
 */
void memmove_page(kmap_page_t *to, size_t to_offset, const kmap_page_t *from, size_t from_offset,
		  size_t bytes);

/**
 * memset_page() - fill bytes of a page with a value
 * @page:   the page
 * @offset: of the first byte
 * @value:  what each byte becomes, converted to unsigned char
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/page.h>.
 */
void memset_page(kmap_page_t *page, size_t offset, int value, size_t bytes);

/**
 * memzero_page() - fill bytes of a page with zeros
 * @page:   the page
 * @offset: of the first byte
 * @bytes:  how many
 *
 * See the rules at the top of <kmap/page.h>.
 */
void memzero_page(kmap_page_t *page, size_t offset, size_t bytes);

/**
 * memcmp_page() - compare bytes of two pages
 * @page_a:   one page
 * @offset_a: of its first byte
 * @page_b:   the other one; may be @page_a, and the ranges may overlap
 * @offset_b: of its first byte
 * @bytes:    how many
 *
 * See the rules at the top of <kmap/page.h>.
 * Return: 0 when all bytes are equal or there are none; else below or above 0
 * as the first byte that differs is less or greater in @page_a. After an error
 * 1: what could not be read is not called equal.
 */
int memcmp_page(const kmap_page_t *page_a, size_t offset_a, const kmap_page_t *page_b,
		size_t offset_b, size_t bytes);

/**
 * zero_user_segments() - fill two ranges of a page with zeros
 * @page:   the page
 * @start1: first byte of one range
 * @end1:   the byte after its last one; equal to @start1 for an empty range
 * @start2: first byte of the other range, which may overlap the first
 * @end2:   the byte after its last one
 *
 * The page is mapped once. See the rules at the top of <kmap/page.h>; an end
 * that lies before its start is an error as well (KMAP_BUG_PAGE_RANGE), and
 * then neither range is written.
 */
void zero_user_segments(kmap_page_t *page, size_t start1, size_t end1, size_t start2, size_t end2);

/**
 * zero_user_segment() - fill a range of a page with zeros
 * @page:  the page
 * @start: first byte
 * @end:   the byte after the last one
 *
 * As zero_user_segments() with one range.
 */
void zero_user_segment(kmap_page_t *page, size_t start, size_t end);

/**
 * zero_user() - fill bytes of a page with zeros
 * @page:  the page
 * @start: first byte
 * @bytes: how many
 *
 * As memzero_page(); the name that file systems use.
 */
void zero_user(kmap_page_t *page, size_t start, size_t bytes);

#endif
