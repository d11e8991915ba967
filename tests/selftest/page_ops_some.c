/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random cases for the helpers that take several pages.
 */
#include "page_ops_case.h"

/* Some pages, not all of them different. */
struct some {
	unsigned int count;
	unsigned int index[PAGE_OPS_MOST];
	kmap_page_t *pages[PAGE_OPS_MOST];
};

static struct some some_pages(struct page_ops *ops, unsigned int count)
{
	struct some some = { .count = count };

	for (unsigned int i = 0; i < count; i++) {
		some.index[i] = any_page(ops);
		some.pages[i] = ops->pages[some.index[i]];
	}
	return some;
}

/* Byte @offset of some pages, in the model. */
static unsigned char *model_at(struct page_ops *ops, const struct some *some, size_t offset)
{
	return &ops->model[some->index[offset / SIZE]][offset % SIZE];
}

/* The pages that a range touches were written, once each time they occur. */
static void wrote_some(struct page_ops *ops, const struct some *some, struct range range)
{
	for (size_t page = range.offset / SIZE; page * SIZE < range.offset + range.bytes; page++)
		wrote(ops, some->index[page], range.bytes);
}

bool page_ops_copy_some(struct page_ops *ops)
{
	struct some to = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct some from = some_pages(ops, to.count);

	ops->name = "copy_pages";
	ops->mapped = to.count != 0;
	for (unsigned int i = 0; i < to.count; i++)
		__builtin_memmove(ops->model[to.index[i]], ops->model[from.index[i]], SIZE);
	wrote_some(ops, &to, (struct range){ 0, to.count * SIZE });
	return copy_pages(to.pages, from.pages, to.count) == to.count;
}

bool page_ops_from_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);
	size_t done;

	ops->name = "memcpy_from_pages";
	done = memcpy_from_pages(ops->buffer, some.pages, some.count, range.offset, range.bytes);
	for (size_t i = 0; i < range.bytes; i++)
		ops->shadow[i] = *model_at(ops, &some, range.offset + i);
	return done == range.bytes && buffers_equal(ops);
}

bool page_ops_to_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);

	ops->name = "memcpy_to_pages";
	for (size_t i = 0; i < range.bytes; i++)
		*model_at(ops, &some, range.offset + i) = ops->buffer[i];
	wrote_some(ops, &some, range);
	return memcpy_to_pages(some.pages, some.count, range.offset, ops->buffer, range.bytes) ==
	       range.bytes;
}

bool page_ops_set_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);
	int value = (int)below(ops, 0x300) - 0x100;

	ops->name = "memset_pages";
	for (size_t i = 0; i < range.bytes; i++)
		*model_at(ops, &some, range.offset + i) = (unsigned char)value;
	wrote_some(ops, &some, range);
	return memset_pages(some.pages, some.count, range.offset, value, range.bytes) ==
	       range.bytes;
}
