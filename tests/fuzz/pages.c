/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page helpers for two ranges, and for several pages.
 */
#include <string.h>

#include "memory.h"
#include "page.h"

/* Two ranges: frames, offsets, and a length. */
struct pair {
	unsigned int frame[2];
	size_t offset[2], bytes;
	kmap_page_t *page[2];
	struct page_work work;
};

static bool pair_begin(struct pair *pair, const struct instruction *in)
{
	*pair = (struct pair){ .frame = { fuzz_frame(in->a), fuzz_frame(in->b) },
			       .offset = { page_size_of(in->c), page_size_of(in->c >> 4) },
			       .bytes = page_size_of(in->a >> 5 | (in->b >> 5 & 1) << 3) };
	pair->page[0] = &fake_pages[pair->frame[0]];
	pair->page[1] = &fake_pages[pair->frame[1]];
	return page_begin(&pair->work, 1u << pair->frame[0] | 1u << pair->frame[1]);
}

static bool pair_fits(const struct pair *pair)
{
	return page_fits(1, pair->offset[0], pair->bytes) &&
	       page_fits(1, pair->offset[1], pair->bytes);
}

static bool pair_overlaps(const struct pair *pair)
{
	size_t a = pair->offset[0], b = pair->offset[1];

	return pair->frame[0] == pair->frame[1] && a < b + pair->bytes && b < a + pair->bytes;
}

/* Whether the helper, which maps @maps of the two at the same time, has room. */
static bool pair_works(const struct pair *pair, unsigned int maps)
{
	unsigned int room;

	if (!pair->bytes)
		return false;
	room = page_room(pair->frame, maps);
	if (room == maps)
		return true;
	fuzz_expect_exhausted(fake_pfn(pair->frame[room]));
	return false;
}

static void pair_move(const struct pair *pair)
{
	if (pair_works(pair, pair->frame[0] == pair->frame[1] ? 1 : 2))
		memmove(model_bytes[pair->frame[0]] + pair->offset[0],
			model_bytes[pair->frame[1]] + pair->offset[1], pair->bytes);
}

void op_memcpy_page(const struct instruction *in)
{
	struct pair pair;

	if (!pair_begin(&pair, in))
		return;
	if (pair_fits(&pair)) {
		if (pair_overlaps(&pair))
			fuzz_expect(KMAP_BUG_PAGE_RANGE, pair.offset[0]);
		else
			pair_move(&pair);
	}
	kmap_memcpy_page(pair.page[0], pair.offset[0], pair.page[1], pair.offset[1], pair.bytes);
	page_end(&pair.work);
}

void op_memmove_page(const struct instruction *in)
{
	struct pair pair;

	if (!pair_begin(&pair, in))
		return;
	if (pair_fits(&pair))
		pair_move(&pair);
	kmap_memmove_page(pair.page[0], pair.offset[0], pair.page[1], pair.offset[1], pair.bytes);
	page_end(&pair.work);
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

void op_memcmp_page(const struct instruction *in)
{
	struct pair pair;
	int wanted = 1, got;

	if (!pair_begin(&pair, in))
		return;
	if (pair_fits(&pair)) {
		if (!pair.bytes)
			wanted = 0;
		else if (pair_works(&pair, 2))
			wanted = memcmp(model_bytes[pair.frame[0]] + pair.offset[0],
					model_bytes[pair.frame[1]] + pair.offset[1], pair.bytes);
	}
	got = kmap_memcmp_page(pair.page[0], pair.offset[0], pair.page[1], pair.offset[1],
			       pair.bytes);
	if (sign(got) != sign(wanted))
		fake_fail("kmap_memcmp_page() returns %d, must be as %d", got, wanted);
	page_end(&pair.work);
}

#define MOST 4u

/* Several pages: frames with a constant stride. */
struct row {
	unsigned int frame[MOST], count;
	kmap_page_t *page[MOST];
	uint32_t frames;
};

static void row_make(struct row *row, uint8_t first, unsigned int stride, unsigned int count)
{
	*row = (struct row){ .count = count };
	for (unsigned int i = 0; i < count; i++) {
		row->frame[i] = (first + i * stride) % FUZZ_FRAMES;
		row->page[i] = &fake_pages[row->frame[i]];
		row->frames |= 1u << row->frame[i];
	}
}

/*
 * With room for both sides everything is copied. With less, the core may stop at a page
 * for which there is no slot, and returns how far it came.
 */
void op_copy_pages(const struct instruction *in)
{
	unsigned int count = in->c % (MOST + 1),
		     high[2] = { FAKE_DIRECT_FRAMES, FAKE_DIRECT_FRAMES };
	struct row to, from;
	struct page_work work;
	bool room;
	size_t done;

	row_make(&to, in->a, in->c >> 4 & 3, count);
	row_make(&from, in->b, in->c >> 6 | 1, count);
	/* With colours the room depends on the pages. */
	if (KMAP_ARCH_COLOURS > 1 || !page_begin(&work, to.frames | from.frames))
		return;
	room = page_room(high, 2) == 2;
	done = kmap_copy_pages(to.page, from.page, count);
	if (done > count || (room && done < count))
		fake_fail("kmap_copy_pages() of %u pages copies %zu", count, done);
	if (done < count)
		fuzz_expect(KMAP_BUG_EXHAUSTED, 0);
	for (size_t i = 0; i < done; i++)
		memmove(model_bytes[to.frame[i]], model_bytes[from.frame[i]], FUZZ_PAGE);
	page_end(&work);
}

/* Bytes that can be processed: up to the first page without room. */
static size_t row_bytes(const struct row *row, size_t offset, size_t bytes)
{
	size_t done = 0;

	if (!page_fits(row->count, offset, bytes))
		return 0;
	while (done < bytes) {
		size_t at = offset + done, rest = FUZZ_PAGE - at % FUZZ_PAGE;

		if (!page_room(&row->frame[at / FUZZ_PAGE], 1)) {
			fuzz_expect_exhausted(fake_pfn(row->frame[at / FUZZ_PAGE]));
			break;
		}
		done += rest < bytes - done ? rest : bytes - done;
	}
	return done;
}

/* The model's byte at offset @at in the row. */
static uint8_t *row_byte(const struct row *row, size_t at)
{
	return &model_bytes[row->frame[at / FUZZ_PAGE]][at % FUZZ_PAGE];
}

struct span {
	struct row row;
	size_t offset, bytes;
	struct page_work work;
	uint8_t buffer[MOST * FUZZ_PAGE];
};

static bool span_begin(struct span *span, const struct instruction *in)
{
	row_make(&span->row, in->a, in->b >> 4, in->b % (MOST + 1));
	span->offset = page_size_of(in->c);
	span->bytes = page_size_of(in->c >> 4);
	for (unsigned int i = 0; i < sizeof(span->buffer); i++)
		span->buffer[i] = (uint8_t)(in->a + i * 5);
	return page_begin(&span->work, span->row.frames);
}

static void span_end(struct span *span, size_t done, size_t wanted)
{
	if (done != wanted)
		fake_fail("%zu bytes are done, must be %zu", done, wanted);
	page_end(&span->work);
}

void op_from_pages(const struct instruction *in)
{
	struct span span;
	size_t wanted;

	if (!span_begin(&span, in))
		return;
	wanted = row_bytes(&span.row, span.offset, span.bytes);
	span_end(&span,
		 kmap_memcpy_from_pages(span.buffer, span.row.page, span.row.count, span.offset,
					span.bytes),
		 wanted);
	for (size_t i = 0; i < sizeof(span.buffer); i++)
		if (span.buffer[i] !=
		    (i < wanted ? *row_byte(&span.row, span.offset + i) : (uint8_t)(in->a + i * 5)))
			fake_fail("kmap_memcpy_from_pages() reads byte %zu wrong", i);
}

void op_to_pages(const struct instruction *in)
{
	struct span span;
	size_t wanted;

	if (!span_begin(&span, in))
		return;
	wanted = row_bytes(&span.row, span.offset, span.bytes);
	for (size_t i = 0; i < wanted; i++)
		*row_byte(&span.row, span.offset + i) = span.buffer[i];
	span_end(&span,
		 kmap_memcpy_to_pages(span.row.page, span.row.count, span.offset, span.buffer,
				      span.bytes),
		 wanted);
}

void op_memset_pages(const struct instruction *in)
{
	struct span span;
	size_t wanted;

	if (!span_begin(&span, in))
		return;
	wanted = row_bytes(&span.row, span.offset, span.bytes);
	for (size_t i = 0; i < wanted; i++)
		*row_byte(&span.row, span.offset + i) = in->b;
	span_end(&span,
		 kmap_memset_pages(span.row.page, span.row.count, span.offset, in->b, span.bytes),
		 wanted);
}
