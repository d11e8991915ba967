/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Memory as a CPU sees it through an address: translation, cache, frame.
 *
 * Without SIM_COLOURS and SIM_RETIRES there is no cache. With colours the cache holds a
 * page once for each colour of the addresses it was accessed through, and a write through
 * one colour is not seen through another. With SIM_RETIRES a line belongs to an address:
 * it hits whatever the PTE maps by then.
 */
#include "machine.h"

static bool is_direct(const void *address)
{
	return (uintptr_t)address - SIM_DIRECT_BASE < (uintptr_t)SIM_LOW_FRAMES
							      << KMAP_ARCH_PAGE_SHIFT;
}

static unsigned int frame_at(const void *address, bool write)
{
	struct kmap_pte pte;
	unsigned int frame;

	if (is_direct(address))
		return (unsigned int)(((uintptr_t)address - SIM_DIRECT_BASE) >>
				      KMAP_ARCH_PAGE_SHIFT);
	pte = sim_translate(address);
	if (write && !(pte.low & SIM_PTE_WRITE))
		sim_fail("a write through %p, which is read-only", address);
	frame = sim_pfn_frame(kmap_arch_pte_pfn(pte));
	if (frame >= SIM_FRAMES)
		sim_fail("%p leads to no frame", address);
	return frame;
}

/* The cache line of an address; NULL if accesses go to memory. */
static struct sim_line *line_of(const void *address, unsigned int frame)
{
	uintptr_t slot = sim_slot_of(sim_this_cpu(), address);

	if (SIM_COLOURS > 1)
		return &sim.alias[((uintptr_t)address >> KMAP_ARCH_PAGE_SHIFT) % SIM_COLOURS]
				 [frame];
	if (SIM_RETIRES && slot < KMAP_WINDOW_SLOTS)
		return &sim_this_cpu()->line[slot];
	return NULL;
}

/* The word that an access through @address reaches. */
static uint32_t *word_at(const void *address, bool write)
{
	unsigned int frame = frame_at(address, write);
	struct sim_line *line = line_of(address, frame);

	if (!line)
		return &sim.page[frame].content;
	if (!line->valid)
		*line = (struct sim_line){ sim.page[frame].content, frame, true };
	return &line->content;
}

uint32_t sim_read(const void *address)
{
	return *word_at(address, false);
}

void sim_write(void *address, uint32_t value)
{
	*word_at(address, true) = value;
}

/* Write the line back to memory, and drop it. */
static void write_back(struct sim_line *line)
{
	if (line->valid)
		sim.page[line->frame].content = line->content;
	line->valid = false;
}

void sim_cache_retire(void *address)
{
	struct sim_line *line;
	unsigned int frame;

	sim_step("retire");
	frame = frame_at(address, false);
	line = line_of(address, frame);
	if (line && line->valid && line->frame != frame)
		sim_fail("the cache holds frame %u at %p, where frame %u is", line->frame, address,
			 frame);
	if (line)
		write_back(line);
}

void sim_cache_flush(const void *address)
{
	unsigned int frame = frame_at(address, false);
	struct sim_line *line = line_of(address, frame);

	sim_step("flush the cache");
	if (line)
		write_back(line);
	for (unsigned int colour = 0; SIM_COLOURS > 1 && colour < SIM_COLOURS; colour++)
		sim.alias[colour][frame].valid = false;
}

void sim_page_copy(void *to, const void *from)
{
	uint32_t content = sim_read(from);

	sim_step("copy a page");
	sim_write(to, content);
}

void sim_page_clear(void *page)
{
	sim_step("clear a page");
	sim_write(page, 0);
}
