/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shared code for page helpers.
 */
#ifndef FUZZ_PAGE_H
#define FUZZ_PAGE_H

#include "model.h"

/* A helper that works on some frames; no other may touch them meanwhile. */
struct page_work {
	uint32_t frames;
	struct flight before;
};
extern uint32_t page_busy;
bool page_begin(struct page_work *work, uint32_t frames);
void page_end(struct page_work *work);

/* An offset or a length, from half an operand. */
size_t page_size_of(unsigned int nibble);
bool page_fits(unsigned int pages, size_t offset, size_t bytes);
unsigned int page_room(const unsigned int *frames, unsigned int count);

#endif
