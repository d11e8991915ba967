/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random calls of the page helpers that must be refused.
 */
#include "page_ops_case.h"

#include <kmap/linux_names.h>

/* A range that does not fit in @limit bytes, or seems to because its end overflows. */
static struct range bad_range(struct page_ops *ops, size_t limit)
{
	size_t offset = edge(ops, limit);

	switch (below(ops, 4)) {
	case 0:
		return (struct range){ limit + 1 + below(ops, SIZE), edge(ops, SIZE) };
	case 1:
		return (struct range){ offset, limit - offset + 1 + below(ops, SIZE) };
	case 2:
		return (struct range){ offset, SIZE_MAX - edge(ops, offset) };
	default:
		return (struct range){ SIZE_MAX - below(ops, SIZE), edge(ops, SIZE) };
	}
}

static bool buffer_range(struct page_ops *ops, size_t *offset)
{
	kmap_page_t *page = ops->pages[any_page(ops)];
	struct range bad = bad_range(ops, SIZE);

	*offset = bad.offset;
	if (below(ops, 2)) {
		ops->name = "kmap_memcpy_from_page, misused";
		kmap_memcpy_from_page(ops->buffer, page, bad.offset, bad.bytes);
	} else {
		ops->name = "kmap_memcpy_to_page, misused";
		kmap_memcpy_to_page(page, bad.offset, ops->buffer, bad.bytes);
	}
	return buffers_equal(ops);
}

static bool fill_range(struct page_ops *ops, size_t *offset)
{
	kmap_page_t *page = ops->pages[any_page(ops)];
	struct range bad = bad_range(ops, SIZE);

	*offset = bad.offset;
	ops->name = "kmap_memset_page, kmap_memzero_page or zero_user, misused";
	switch (below(ops, 3)) {
	case 0:
		kmap_memset_page(page, bad.offset, 1, bad.bytes);
		break;
	case 1:
		kmap_memzero_page(page, bad.offset, bad.bytes);
		break;
	default:
		zero_user(page, bad.offset, bad.bytes);
	}
	return true;
}

/* An end beyond the page or before the start, in either range. */
static bool segment(struct page_ops *ops, size_t *offset)
{
	kmap_page_t *page = ops->pages[any_page(ops)];
	size_t start = edge(ops, SIZE);
	size_t end = start && below(ops, 2) ? start - 1 - edge(ops, start - 1)
					    : SIZE + 1 + edge(ops, SIZE);
	struct range good = any_range(ops, SIZE);

	*offset = start;
	ops->name = "kmap_zero_segments, misused";
	switch (below(ops, 3)) {
	case 0:
		kmap_zero_segment(page, start, end);
		break;
	case 1:
		kmap_zero_segments(page, start, end, good.offset, good.offset + good.bytes);
		break;
	default:
		kmap_zero_segments(page, good.offset, good.offset + good.bytes, start, end);
	}
	return true;
}

/* One of two ranges does not fit; both have the same length. */
static bool two_ranges(struct page_ops *ops, size_t *offset)
{
	kmap_page_t *a = ops->pages[any_page(ops)], *b = ops->pages[any_page(ops)];
	struct range bad = bad_range(ops, SIZE);
	/* The first bad range is reported. With more than SIZE bytes one at 0 is bad as well. */
	bool first = bad.bytes > SIZE || below(ops, 2);
	size_t left = first ? bad.offset : 0, right = first ? 0 : bad.offset;

	*offset = bad.offset;
	ops->name = "kmap_memcpy_page, kmap_memmove_page or kmap_memcmp_page, misused";
	switch (below(ops, 3)) {
	case 0:
		kmap_memcpy_page(a, left, b, right, bad.bytes);
		return true;
	case 1:
		kmap_memmove_page(a, left, b, right, bad.bytes);
		return true;
	default:
		return kmap_memcmp_page(a, left, b, right, bad.bytes) == 1;
	}
}

/* kmap_memcpy_page() inside one page, with ranges that overlap by at least one byte. */
static bool overlap(struct page_ops *ops, size_t *offset)
{
	kmap_page_t *page = ops->pages[any_page(ops)];
	size_t bytes = 1 + edge(ops, SIZE - 1);
	size_t low = edge(ops, SIZE - bytes), room = SIZE - bytes - low;
	size_t high = low + edge(ops, room < bytes - 1 ? room : bytes - 1);

	ops->name = "kmap_memcpy_page, overlapping";
	*offset = below(ops, 2) ? low : high;
	kmap_memcpy_page(page, *offset, page, *offset == low ? high : low, bytes);
	return true;
}

static bool several(struct page_ops *ops, size_t *offset)
{
	size_t n = below(ops, PAGE_OPS_MOST + 1);
	struct range bad = bad_range(ops, n * SIZE);
	size_t done;

	*offset = bad.offset;
	ops->name = "kmap_memcpy_from_pages, kmap_memcpy_to_pages or memset_pages, misused";
	switch (below(ops, 3)) {
	case 0:
		done = kmap_memcpy_from_pages(ops->buffer, ops->pages, n, bad.offset, bad.bytes);
		break;
	case 1:
		done = kmap_memcpy_to_pages(ops->pages, n, bad.offset, ops->buffer, bad.bytes);
		break;
	default:
		done = kmap_memset_pages(ops->pages, n, bad.offset, 1, bad.bytes);
	}
	return done == 0 && buffers_equal(ops);
}

static bool (*const misuses[])(struct page_ops *ops, size_t *offset) = {
	buffer_range, fill_range, segment, two_ranges, overlap, several,
};

bool page_ops_misuse(struct page_ops *ops, size_t *offset)
{
	return misuses[below(ops, sizeof(misuses) / sizeof(misuses[0]))](ops, offset);
}
