/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Zones and pages. A zone has a few ranges of frames that were never allocated, and a
 * list of freed pages. page_alloc() takes frames from the start of the highest range,
 * low_alloc() from the end of any range. So boot does no work for RAM that is never
 * used, and high memory is used from the highest range on, whose PFNs are the largest.
 */
#include "memory.h"

#include <kmap/kmap.h>

#include "machine.h"
#include "print.h"
#include "spinlock.h"

#define RANGES_MAX 32
#define PAGE_SHIFT KMAP_ARCH_PAGE_SHIFT
#define PAGE_BYTES ((uint64_t)KMAP_PAGE_SIZE)
#define LIST_END UINT32_MAX
#define FOUR_GIB ((uint64_t)1 << 32)

/* Frames [start, end). */
struct range {
	unsigned long start, end;
};

struct ranges {
	struct range range[RANGES_MAX];
	unsigned int count;
};

static struct zone_state {
	struct spinlock lock;
	struct ranges fresh;
	uint32_t returned;
	unsigned long free_pages;
	unsigned long total_pages;
} zones[ZONES];

static struct ranges ram;

struct page *mem_map;
unsigned long low_pfn_end;
unsigned long low_frames;
uintptr_t low_bytes;

static void ranges_add(struct ranges *ranges, unsigned long start, unsigned long end)
{
	if (start >= end)
		return;
	if (ranges->count == RANGES_MAX)
		panic("the memory map has more than %u pieces", RANGES_MAX);
	ranges->range[ranges->count++] = (struct range){ start, end };
}

/* The number of a frame, or the end of those that PTEs can hold. */
static unsigned long pfn_of(uint64_t address)
{
	uint64_t pfn = address >> PAGE_SHIFT;

	return pfn < PFN_END ? (unsigned long)pfn : PFN_END;
}

/* Two ranges, if it crosses 4 GiB: so the frames beyond, whose numbers are larger, are used first. */
void memory_add(uint64_t start, uint64_t end)
{
	if (start < FOUR_GIB && end > FOUR_GIB) {
		memory_add(FOUR_GIB, end);
		end = FOUR_GIB;
	}
	ranges_add(&ram, pfn_of(start + PAGE_BYTES - 1), pfn_of(end));
}

void memory_reserve(uint64_t start, uint64_t end)
{
	unsigned long first = (unsigned long)(start >> PAGE_SHIFT);
	unsigned long last = (unsigned long)((end + PAGE_BYTES - 1) >> PAGE_SHIFT);

	for (unsigned int i = 0; i < ram.count; i++) {
		struct range *range = &ram.range[i];
		unsigned long old_end = range->end;

		if (last <= range->start || first >= old_end)
			continue;
		range->end = first > range->start ? first : range->start;
		ranges_add(&ram, last, old_end);
	}
}

/* Add the frames of @range that are in [start, end) to a zone. */
static void zone_add(enum zone zone, const struct range *range, unsigned long start,
		     unsigned long end)
{
	unsigned long first = range->start > start ? range->start : start;
	unsigned long last = range->end < end ? range->end : end;

	ranges_add(&zones[zone].fresh, first, last);
	if (first < last)
		zones[zone].total_pages += last - first;
}

void memory_init(void)
{
	unsigned long pfn_end = 0;

	for (unsigned int i = 0; i < ram.count; i++)
		if (ram.range[i].start < ram.range[i].end && ram.range[i].end > pfn_end)
			pfn_end = ram.range[i].end;
	low_pfn_end = (unsigned long)(machine_low_bytes() >> PAGE_SHIFT);
	if (low_pfn_end > pfn_end)
		low_pfn_end = pfn_end;
	low_frames = low_pfn_end - LOW_PFN_START;
	low_bytes = (uintptr_t)low_frames << PAGE_SHIFT;
	for (unsigned int i = 0; i < ram.count; i++) {
		zone_add(ZONE_LOW, &ram.range[i], 0, low_pfn_end);
		zone_add(ZONE_HIGH, &ram.range[i], low_pfn_end, pfn_end);
	}
	for (unsigned int i = 0; i < ZONES; i++) {
		zones[i].returned = LIST_END;
		zones[i].free_pages = zones[i].total_pages;
	}
	mem_map = low_alloc((pfn_end - LOW_PFN_START) * sizeof(struct page));
	if (!mem_map)
		panic("low memory cannot hold the map of %lu pages", pfn_end - LOW_PFN_START);
	mem_map -= LOW_PFN_START;
}

static unsigned long fresh_take(struct ranges *fresh)
{
	struct range *highest = NULL;

	for (struct range *range = fresh->range; range < fresh->range + fresh->count; range++)
		if (range->start < range->end && (!highest || range->start > highest->start))
			highest = range;
	return highest ? highest->start++ : 0;
}

struct page *page_alloc(enum zone zone)
{
	struct zone_state *state = &zones[zone];
	unsigned long flags = spin_lock_irq(&state->lock);
	struct page *page = NULL;

	if (state->returned != LIST_END) {
		page = pfn_to_page(state->returned);
		state->returned = page->next;
	} else if (state->free_pages) {
		page = pfn_to_page(fresh_take(&state->fresh));
	}
	if (page) {
		*page = (struct page){ .next = 0 };
		state->free_pages--;
	}
	spin_unlock_irq(&state->lock, flags);
	return page;
}

void page_free(struct page *page)
{
	struct zone_state *state = &zones[page_to_pfn(page) < low_pfn_end ? ZONE_LOW : ZONE_HIGH];
	unsigned long flags;

	kmap_assert_unmapped(page);
	if (page->kmap_word)
		kmap_persistent_forget(page);
	flags = spin_lock_irq(&state->lock);
	page->next = state->returned;
	state->returned = (uint32_t)page_to_pfn(page);
	state->free_pages++;
	spin_unlock_irq(&state->lock, flags);
}

void *low_alloc(size_t bytes)
{
	struct zone_state *state = &zones[ZONE_LOW];
	unsigned long pages = (unsigned long)((bytes + PAGE_BYTES - 1) >> PAGE_SHIFT);
	unsigned long flags = spin_lock_irq(&state->lock);
	void *memory = NULL;

	for (unsigned int i = 0; i < state->fresh.count && !memory; i++) {
		struct range *range = &state->fresh.range[i];

		if (range->end - range->start < pages)
			continue;
		range->end -= pages;
		state->free_pages -= pages;
		memory = direct_address((uint64_t)range->end << PAGE_SHIFT);
	}
	spin_unlock_irq(&state->lock, flags);
	if (memory)
		__builtin_memset(memory, 0, pages << PAGE_SHIFT);
	return memory;
}

unsigned long zone_free_pages(enum zone zone)
{
	return zones[zone].free_pages;
}

unsigned long zone_total_pages(enum zone zone)
{
	return zones[zone].total_pages;
}

uint64_t direct_physical(const void *address)
{
	kmap_assert_direct(address);
	return (uintptr_t)address - DIRECT_BASE + DIRECT_PHYSICAL;
}

bool memory_is_ram(unsigned long pfn)
{
	if (pfn - LOW_PFN_START < low_frames)
		return true;
	for (unsigned int i = 0; i < ram.count; i++)
		if (pfn >= ram.range[i].start && pfn < ram.range[i].end)
			return true;
	return false;
}
