/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page helpers, byte by byte: each operation is also done to model_bytes in the simplest
 * way, and memory_check() compares.
 */
#include <string.h>

#include <kmap/linux_names.h>

#include "local.h"
#include "memory.h"
#include "page.h"

uint32_t page_busy;

static const size_t sizes[16] = { 0,	1,    7,    2048, 4090,	    4095,	   4096,  4097,
				  5000, 8191, 8192, 100,  SIZE_MAX, SIZE_MAX - 99, 12288, 3000 };
#define PAGES_MOST 4u
static uint8_t buffer[PAGES_MOST * FUZZ_PAGE];

size_t page_size_of(unsigned int nibble)
{
	return sizes[nibble & 15];
}

/* Whether a range fits in @pages pages; if not, a report is expected. */
bool page_fits(unsigned int pages, size_t offset, size_t bytes)
{
	size_t limit = pages * FUZZ_PAGE;

	if (offset <= limit && bytes <= limit - offset)
		return true;
	fuzz_expect(KMAP_BUG_PAGE_RANGE, offset);
	return false;
}

/* How many of these frames can be mapped at the same time, in this order. */
unsigned int page_room(const unsigned int *frames, unsigned int count)
{
	uint32_t used = model_current()->used;
	unsigned int nr, slot;

	for (nr = 0; nr < count; nr++) {
		if (fuzz_direct(fake_pfn(frames[nr])))
			continue;
		slot = model_find(used, 1, fake_pfn(frames[nr]));
		if (slot == NO_ROOM)
			break;
		used |= model_run(slot, 1 + KMAP_GUARD);
	}
	return nr;
}

/* False where the room for helpers is not known: pages in the persistent window need no slot. */
bool page_begin(struct page_work *work, uint32_t frames)
{
	if (KMAP_ARCH_REUSES_PERSISTENT || page_busy & frames)
		return false;
	work->frames = frames;
	page_busy |= frames;
	memory_touch(frames);
	work->before = fly(0, 2 * (1 + KMAP_GUARD));
	return true;
}

void page_end(struct page_work *work)
{
	land(work->before);
	page_busy &= ~work->frames;
}

/* Whether a helper can map these frames at the same time; if not, a report is expected. */
static bool works(const unsigned int *frames, unsigned int count)
{
	unsigned int room = page_room(frames, count);

	if (room == count)
		return true;
	fuzz_expect_exhausted(fake_pfn(frames[room]));
	return false;
}

void op_clear(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	struct page_work work;

	if (!page_begin(&work, 1u << frame))
		return;
	if (works(&frame, 1))
		memset(model_bytes[frame], 0, FUZZ_PAGE);
	kmap_clear_page(&fake_pages[frame]);
	page_end(&work);
}

void op_copy(const struct instruction *in)
{
	unsigned int frames[2] = { fuzz_frame(in->b), fuzz_frame(in->a) };
	struct page_work work;

	if (!page_begin(&work, 1u << frames[0] | 1u << frames[1]))
		return;
	if (works(frames, 2))
		memmove(model_bytes[frames[1]], model_bytes[frames[0]], FUZZ_PAGE);
	kmap_copy_page(&fake_pages[frames[1]], &fake_pages[frames[0]]);
	page_end(&work);
}

/* A buffer with unique contents. */
static uint8_t *filled(uint8_t seed)
{
	for (unsigned int i = 0; i < sizeof(buffer); i++)
		buffer[i] = (uint8_t)(seed + i * 7);
	return buffer;
}

/* Helpers for a part of one page: @model uses bytes, offset and length; then @call. */
#define PART(name, model, call)                                                                    \
	void op_##name(const struct instruction *in)                                               \
	{                                                                                          \
		unsigned int frame = fuzz_frame(in->a);                                            \
		size_t offset = page_size_of(in->b), length = page_size_of(in->b >> 4);            \
		kmap_page_t *page = &fake_pages[frame];                                            \
		uint8_t *bytes = model_bytes[frame] + (offset < FUZZ_PAGE ? offset : 0);           \
		struct page_work work;                                                             \
                                                                                                   \
		if (!page_begin(&work, 1u << frame))                                               \
			return;                                                                    \
		filled(in->c);                                                                     \
		if (page_fits(1, offset, length) && length && works(&frame, 1))                    \
			model;                                                                     \
		call;                                                                              \
		page_end(&work);                                                                   \
	}
PART(memset_page, memset(bytes, in->c, length), kmap_memset_page(page, offset, in->c, length))
PART(memzero_page, memset(bytes, 0, length), kmap_memzero_page(page, offset, length))
PART(zero_user, memset(bytes, 0, length), zero_user(page, offset, length))

void op_to_page(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	size_t offset = page_size_of(in->b), length = page_size_of(in->b >> 4);
	uint8_t local[FUZZ_PAGE];
	struct page_work work;

	if (!page_begin(&work, 1u << frame))
		return;
	memcpy(local, filled(in->c), sizeof(local));
	if (page_fits(1, offset, length) && length && works(&frame, 1))
		memcpy(model_bytes[frame] + offset, local, length);
	kmap_memcpy_to_page(&fake_pages[frame], offset, local, length);
	page_end(&work);
}

void op_from_page(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	size_t offset = page_size_of(in->b), length = page_size_of(in->b >> 4);
	uint8_t got[FUZZ_PAGE], wanted[FUZZ_PAGE];
	struct page_work work;

	if (!page_begin(&work, 1u << frame))
		return;
	memset(got, in->c, sizeof(got));
	memset(wanted, in->c, sizeof(wanted));
	if (page_fits(1, offset, length) && length && works(&frame, 1))
		memcpy(wanted, model_bytes[frame] + offset, length);
	kmap_memcpy_from_page(got, &fake_pages[frame], offset, length);
	if (memcmp(got, wanted, sizeof(got)))
		fake_fail("kmap_memcpy_from_page() reads what is not there");
	page_end(&work);
}

/* Whether a segment fits; its end may be before its start. */
static bool segment_fits(size_t start, size_t end)
{
	return page_fits(1, start, end - start);
}

void op_zero_segments(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	size_t start1 = page_size_of(in->b), end1 = page_size_of(in->b >> 4);
	size_t start2 = page_size_of(in->c), end2 = page_size_of(in->c >> 4);
	struct page_work work;

	if (!page_begin(&work, 1u << frame))
		return;
	if (segment_fits(start1, end1) && segment_fits(start2, end2) &&
	    (start1 != end1 || start2 != end2) && works(&frame, 1)) {
		memset(model_bytes[frame] + start1, 0, end1 - start1);
		memset(model_bytes[frame] + start2, 0, end2 - start2);
	}
	kmap_zero_segments(&fake_pages[frame], start1, end1, start2, end2);
	page_end(&work);
}

void op_zero_segment(const struct instruction *in)
{
	unsigned int frame = fuzz_frame(in->a);
	size_t start = page_size_of(in->b), end = page_size_of(in->b >> 4);
	struct page_work work;

	if (!page_begin(&work, 1u << frame))
		return;
	if (segment_fits(start, end) && start != end && works(&frame, 1))
		memset(model_bytes[frame] + start, 0, end - start);
	kmap_zero_segment(&fake_pages[frame], start, end);
	page_end(&work);
}
