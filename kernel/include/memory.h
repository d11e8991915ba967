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
 * One for each frame of RAM. @next links free pages by frame number; a page
 * in use is its owner's to link. @kmap_word is kmap's own.
 */
struct page {
	uint32_t next;
	uint32_t kmap_word;
};

enum zone { ZONE_LOW, ZONE_HIGH, ZONES };

extern struct page *mem_map;
/* Frames below this one are directly mapped. */
extern unsigned long low_pfn_end;
/* Bytes from DIRECT_BASE on that are mapped. */
extern uintptr_t low_bytes;

static inline unsigned long page_to_pfn(const struct page *page)
{
	return (unsigned long)(page - mem_map);
}

static inline struct page *pfn_to_page(unsigned long pfn)
{
	return mem_map + pfn;
}

/* The direct address of a physical address in low memory. */
static inline void *direct_address(uint64_t physical)
{
	return (void *)(DIRECT_BASE + (uintptr_t)physical);
}

/*
 * The address of a low page without mapping it, for code that knows that it is low.
 * With KMAP_FORCE_MAP, which is there to find code that should map the page instead, an
 * address that faults.
 */
static inline void *page_address(const struct page *page)
{
	if (KMAP_FORCE_MAP)
		return (void *)(WINDOW_BASE - KMAP_PAGE_SIZE);
	return direct_address((uint64_t)page_to_pfn(page) << KMAP_ARCH_PAGE_SHIFT);
}

/* The physical address of a direct one; that of a temporary address cannot be computed. */
uint64_t direct_physical(const void *address);

/* Build the zones from what the machine has added and reserved. Once, at boot. */
void memory_init(void);

/* Take a page, contents undefined; NULL when the zone is empty. Any context. */
struct page *page_alloc(enum zone zone);

/* Give a page back to its zone. Any context. */
void page_free(struct page *page);

/* Zeroed low memory, contiguous, never given back; NULL when there is none. Boot and job set-up. */
void *low_alloc(size_t bytes);

/* Whether a frame has a struct page. True for all low frames, even those of devices. */
bool memory_is_ram(unsigned long pfn);

/* Pages that page_alloc() could still give. */
unsigned long zone_free_pages(enum zone zone);

/* Pages of RAM in a zone, those in use since boot included. */
unsigned long zone_total_pages(enum zone zone);

#endif
