/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Helpers for data that lies in several pages, which need not be neighbours in
 * memory. An offset counts bytes from the start of the first page; a range may
 * begin and end anywhere and cross any number of pages. Every byte of it is
 * read or written once, page by page in the order of the array.
 *
 * The rules at the top of <kmap/page.h> hold, and:
 *  - A range that does not lie in the @n pages is refused as a whole
 *    (KMAP_BUG_PAGE_RANGE), before anything is mapped.
 *  - One page of each array is mapped at a time, so the number of pages has no
 *    limit and one slot for each array is enough.
 *  - Without a free slot for a page (KMAP_BUG_EXHAUSTED) the work stops there.
 *  - Return: how much was done, from the start: all of it, or less after an
 *    error. Callers whose host panics on misuse need not look.
 */
#ifndef KMAP_PAGES_H
#define KMAP_PAGES_H

#include <kmap/page.h>

/**
 * copy_pages() - copy whole pages
 * @to:   the pages to write
 * @from: the pages to read, in the same order; @from[i] may be @to[i]
 * @n:    how many
 *
 * A page that occurs in both arrays under different indices is read as it is
 * when its turn comes.
 *
 * See the rules at the top of <kmap/pages.h>. Return: pages copied.
 */
size_t copy_pages(kmap_page_t *const to[], kmap_page_t *const from[], size_t n);

/**
 * memcpy_from_pages() - copy a range of pages into a buffer
 * @to:     the buffer, of @bytes bytes
 * @pages:  the pages to read
 * @n:      how many pages
 * @offset: of the first byte to read
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/pages.h>. Return: bytes copied.
 */
size_t memcpy_from_pages(void *to, kmap_page_t *const pages[], size_t n, size_t offset,
			 size_t bytes);

/**
 * memcpy_to_pages() - copy a buffer into a range of pages
 * @pages:  the pages to write
 * @n:      how many pages
 * @offset: of the first byte to write
 * @from:   the buffer, of @bytes bytes
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/pages.h>. Return: bytes copied.
 */
size_t memcpy_to_pages(kmap_page_t *const pages[], size_t n, size_t offset, const void *from,
		       size_t bytes);

/**
 * memset_pages() - fill a range of pages with a value
 * @pages:  the pages
 * @n:      how many pages
 * @offset: of the first byte
 * @value:  what each byte becomes, converted to unsigned char
 * @bytes:  how many bytes
 *
 * See the rules at the top of <kmap/pages.h>. Return: bytes written.
 */
size_t memset_pages(kmap_page_t *const pages[], size_t n, size_t offset, int value, size_t bytes);

#endif
