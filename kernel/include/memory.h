/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pages and zones. Low memory is directly mapped, high memory is not.
 */
#ifndef KERNEL_MEMORY_H
#define KERNEL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/types.h>

#include "arch.h"

/*
 * One for each frame of RAM. @next links free pages by frame number; the owner of a page
 * in use may use it. @kmap_word belongs to kmap; in debug mode @kmap_holders does, too.
 */
struct page {
	uint32_t next;
	uint32_t kmap_word;
	uint32_t kmap_holders[KMAP_DEBUG];
};

enum zone { ZONE_LOW, ZONE_HIGH, ZONES };

extern struct page *mem_map;
/* Frames from the first to below the second one are directly mapped. */
#define LOW_PFN_START ((unsigned long)(DIRECT_PHYSICAL >> KMAP_ARCH_PAGE_SHIFT))
#define KMAP_DIRECT_FIRST LOW_PFN_START
extern unsigned long low_pfn_end;
/* How many they are; and the same in bytes: the size of the direct map, from DIRECT_BASE on. */
extern unsigned long low_frames;
extern uintptr_t low_bytes;

static inline unsigned long page_to_pfn(const struct page *page)
{
	return (unsigned long)(page - mem_map);
}

static inline struct page *pfn_to_page(unsigned long pfn)
{
	return mem_map + pfn;
}

/* The direct map address of a physical address in low memory, which begins at DIRECT_PHYSICAL. */
static inline void *direct_address(uint64_t physical)
{
	return (void *)(DIRECT_BASE - DIRECT_PHYSICAL + (uintptr_t)physical);
}

/*
 * The direct map address of a page, for code that knows that it is low. With
 * KMAP_FORCE_MAP the address faults: that finds code that should map the page instead.
 */
static inline void *page_address(const struct page *page)
{
	if (KMAP_FORCE_MAP)
		return (void *)(WINDOW_BASE - KMAP_PAGE_SIZE);
	return direct_address((uint64_t)page_to_pfn(page) << KMAP_ARCH_PAGE_SHIFT);
}

/* The physical address of a direct map address; not for addresses in the kmap windows. */
uint64_t direct_physical(const void *address);

/* Build the zones from the RAM that the machine has added and reserved. Once, at boot. */
void memory_init(void);

/* Allocate a page, contents undefined; NULL if the zone is empty. Any context. */
struct page *page_alloc(enum zone zone);

/* Free a page. Any context. */
void page_free(struct page *page);

/* Allocate zeroed, contiguous low memory, for good; NULL if there is none. Boot and job set-up. */
void *low_alloc(size_t bytes);

/*
 * Whether a frame has a struct page. True for all frames of the direct map, even for device memory.
 */
bool memory_is_ram(unsigned long pfn);

/* Free pages of a zone. */
unsigned long zone_free_pages(enum zone zone);

/* Pages of RAM in a zone, including those reserved at boot. */
unsigned long zone_total_pages(enum zone zone);

#endif
