/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The cases: every helper, with offsets and lengths mostly near the limits.
 */
#include "page_ops_case.h"

#include <kmap/linux_names.h>

static bool clear(struct page_ops *ops)
{
	unsigned int a = any_page(ops);

	ops->name = "kmap_clear_page";
	kmap_clear_page(ops->pages[a]);
	__builtin_memset(ops->model[a], 0, SIZE);
	wrote(ops, a, SIZE);
	return true;
}

static bool copy(struct page_ops *ops)
{
	unsigned int a = any_page(ops), b = any_page(ops);

	ops->name = "kmap_copy_page";
	kmap_copy_page(ops->pages[a], ops->pages[b]);
	__builtin_memmove(ops->model[a], ops->model[b], SIZE);
	wrote(ops, a, SIZE);
	return true;
}

static bool from_page(struct page_ops *ops)
{
	unsigned int a = any_page(ops);
	struct range range = any_range(ops, SIZE);

	ops->name = "kmap_memcpy_from_page";
	kmap_memcpy_from_page(ops->buffer, ops->pages[a], range.offset, range.bytes);
	__builtin_memcpy(ops->shadow, ops->model[a] + range.offset, range.bytes);
	return buffers_equal(ops);
}

static bool to_page(struct page_ops *ops)
{
	unsigned int a = any_page(ops);
	struct range range = any_range(ops, SIZE);
	const unsigned char *from = ops->buffer + below(ops, SIZE);

	ops->name = "kmap_memcpy_to_page";
	kmap_memcpy_to_page(ops->pages[a], range.offset, from, range.bytes);
	__builtin_memcpy(ops->model[a] + range.offset, from, range.bytes);
	wrote(ops, a, range.bytes);
	return true;
}

static bool page_to_page(struct page_ops *ops)
{
	unsigned int a = any_page(ops), b = any_page(ops);
	struct range range = any_range(ops, SIZE);
	size_t from = edge(ops, SIZE - range.bytes);
	size_t distance = from > range.offset ? from - range.offset : range.offset - from;

	if (a == b && distance < range.bytes)
		b = (a + 1) % PAGE_OPS_PAGES;
	ops->name = "kmap_memcpy_page";
	kmap_memcpy_page(ops->pages[a], range.offset, ops->pages[b], from, range.bytes);
	__builtin_memcpy(ops->model[a] + range.offset, ops->model[b] + from, range.bytes);
	wrote(ops, a, range.bytes);
	return true;
}

static bool move(struct page_ops *ops)
{
	unsigned int a = any_page(ops), b = below(ops, 2) ? a : any_page(ops);
	struct range range = any_range(ops, SIZE);
	size_t from = edge(ops, SIZE - range.bytes);

	ops->name = "kmap_memmove_page";
	kmap_memmove_page(ops->pages[a], range.offset, ops->pages[b], from, range.bytes);
	__builtin_memmove(ops->model[a] + range.offset, ops->model[b] + from, range.bytes);
	wrote(ops, a, range.bytes);
	return true;
}

static bool set(struct page_ops *ops)
{
	unsigned int a = any_page(ops);
	struct range range = any_range(ops, SIZE);
	int value = (int)below(ops, 0x300) - 0x100;

	ops->name = "kmap_memset_page";
	kmap_memset_page(ops->pages[a], range.offset, value, range.bytes);
	__builtin_memset(ops->model[a] + range.offset, value, range.bytes);
	wrote(ops, a, range.bytes);
	return true;
}

/* The four functions that zero a part of one page. */
static bool zero(struct page_ops *ops)
{
	unsigned int a = any_page(ops);
	struct range range = any_range(ops, SIZE);

	if (below(ops, 2)) {
		ops->name = "kmap_memzero_page";
		kmap_memzero_page(ops->pages[a], range.offset, range.bytes);
	} else if (below(ops, 2)) {
		ops->name = "zero_user";
		zero_user(ops->pages[a], range.offset, range.bytes);
	} else {
		ops->name = "kmap_zero_segment";
		kmap_zero_segment(ops->pages[a], range.offset, range.offset + range.bytes);
	}
	__builtin_memset(ops->model[a] + range.offset, 0, range.bytes);
	wrote(ops, a, range.bytes);
	return true;
}

static bool zero_two(struct page_ops *ops)
{
	unsigned int a = any_page(ops);
	struct range one = any_range(ops, SIZE), two = any_range(ops, SIZE);

	ops->name = "kmap_zero_segments";
	ops->mapped = one.bytes + two.bytes != 0;
	kmap_zero_segments(ops->pages[a], one.offset, one.offset + one.bytes, two.offset,
			   two.offset + two.bytes);
	__builtin_memset(ops->model[a] + one.offset, 0, one.bytes);
	__builtin_memset(ops->model[a] + two.offset, 0, two.bytes);
	wrote(ops, a, one.bytes + two.bytes);
	return true;
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

/* In half of the cases the ranges are made equal first, and in half of these one byte differs. */
static bool compare(struct page_ops *ops)
{
	unsigned int a = any_page(ops), b = any_page(ops);
	struct range range = any_range(ops, SIZE);
	size_t other = edge(ops, SIZE - range.bytes);
	int order;

	if (below(ops, 2)) {
		kmap_memmove_page(ops->pages[b], other, ops->pages[a], range.offset, range.bytes);
		__builtin_memmove(ops->model[b] + other, ops->model[a] + range.offset, range.bytes);
		wrote(ops, b, range.bytes);
		if (range.bytes && below(ops, 2)) {
			size_t where = other + edge(ops, range.bytes - 1);

			ops->model[b][where] ^= (unsigned char)(1u << below(ops, 8));
			kmap_memset_page(ops->pages[b], where, ops->model[b][where], 1);
			wrote(ops, b, 1);
		}
	}
	ops->name = "kmap_memcmp_page";
	order = kmap_memcmp_page(ops->pages[a], range.offset, ops->pages[b], other, range.bytes);
	return sign(order) == sign(__builtin_memcmp(ops->model[a] + range.offset,
						    ops->model[b] + other, range.bytes));
}

/* Several pages, not all of them different, for the helpers below. */
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

/* Record that the pages of a range were written, once for each occurrence. */
static void wrote_some(struct page_ops *ops, const struct some *some, struct range range)
{
	for (size_t page = range.offset / SIZE; page * SIZE < range.offset + range.bytes; page++)
		wrote(ops, some->index[page], range.bytes);
}

static bool copy_some(struct page_ops *ops)
{
	struct some to = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct some from = some_pages(ops, to.count);

	ops->name = "kmap_copy_pages";
	ops->mapped = to.count != 0;
	for (unsigned int i = 0; i < to.count; i++)
		__builtin_memmove(ops->model[to.index[i]], ops->model[from.index[i]], SIZE);
	wrote_some(ops, &to, (struct range){ 0, to.count * SIZE });
	return kmap_copy_pages(to.pages, from.pages, to.count) == to.count;
}

static bool from_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);
	size_t done;

	ops->name = "kmap_memcpy_from_pages";
	done = kmap_memcpy_from_pages(ops->buffer, some.pages, some.count, range.offset,
				      range.bytes);
	for (size_t i = 0; i < range.bytes; i++)
		ops->shadow[i] = *model_at(ops, &some, range.offset + i);
	return done == range.bytes && buffers_equal(ops);
}

static bool to_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);

	ops->name = "kmap_memcpy_to_pages";
	for (size_t i = 0; i < range.bytes; i++)
		*model_at(ops, &some, range.offset + i) = ops->buffer[i];
	wrote_some(ops, &some, range);
	return kmap_memcpy_to_pages(some.pages, some.count, range.offset, ops->buffer,
				    range.bytes) == range.bytes;
}

static bool set_some(struct page_ops *ops)
{
	struct some some = some_pages(ops, below(ops, PAGE_OPS_MOST + 1));
	struct range range = any_range(ops, some.count * SIZE);
	int value = (int)below(ops, 0x300) - 0x100;

	ops->name = "kmap_memset_pages";
	for (size_t i = 0; i < range.bytes; i++)
		*model_at(ops, &some, range.offset + i) = (unsigned char)value;
	wrote_some(ops, &some, range);
	return kmap_memset_pages(some.pages, some.count, range.offset, value, range.bytes) ==
	       range.bytes;
}

static bool (*const cases[])(struct page_ops *ops) = {
	clear, copy,	 from_page, to_page,   page_to_page, move,    set,
	zero,  zero_two, compare,   copy_some, from_some,    to_some, set_some,
};

bool page_ops_case(struct page_ops *ops)
{
	__builtin_memset(ops->written, 0, sizeof(ops->written));
	ops->mapped = true;
	return cases[below(ops, sizeof(cases) / sizeof(cases[0]))](ops);
}

void page_ops_start(struct page_ops *ops, uint32_t seed)
{
	ops->random = (struct random){ seed };
	for (size_t i = 0; i < sizeof(ops->buffer); i++) {
		ops->buffer[i] = (unsigned char)random_next(&ops->random);
		ops->shadow[i] = ops->buffer[i];
	}
	for (unsigned int page = 0; page < PAGE_OPS_PAGES; page++) {
		void *address = kmap_local_page(ops->pages[page]);

		for (size_t i = 0; i < SIZE; i++)
			ops->model[page][i] = (unsigned char)random_next(&ops->random);
		__builtin_memcpy(address, ops->model[page], SIZE);
		kunmap_local(address);
	}
}

typedef uint64_t word __attribute__((may_alias));

/* Compare words, some at a time: the kernel's memcmp() is slow, and so is code without -O. */
bool page_ops_right(const struct page_ops *ops, unsigned int page)
{
	const word *words = kmap_local_page(ops->pages[page]);
	const word *model = (const word *)ops->model[page];
	word wrong = 0;

	for (size_t i = 0; i < SIZE / sizeof(word); i += 4)
		wrong |= (words[i] ^ model[i]) | (words[i + 1] ^ model[i + 1]) |
			 (words[i + 2] ^ model[i + 2]) | (words[i + 3] ^ model[i + 3]);
	kunmap_local(words);
	return !wrong;
}
