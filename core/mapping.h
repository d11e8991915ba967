/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings in general, of one page or several, for the other parts of the core.
 */
#ifndef KMAP_CORE_MAPPING_H
#define KMAP_CORE_MAPPING_H

#include <kmap/kmap.h>

#include "reuse.h"

/**
 * struct kmap_frames - the frames of a mapping, given in one of three ways
 * @pages: pages, or NULL
 * @pfns:  frame numbers, or NULL
 * @first: the first of consecutive frame numbers, when both are NULL
 */
struct kmap_frames {
	kmap_page_t *const *pages;
	const unsigned long *pfns;
	unsigned long first;
};

/* Whether a page may have this address, which where caches have colours is one of its colour. */
static inline bool kmap_address_suits(uintptr_t address, unsigned long pfn)
{
	return KMAP_ARCH_COLOURS == 1 || (address >> KMAP_ARCH_PAGE_SHIFT) % KMAP_ARCH_COLOURS ==
						 kmap_arch_colour(pfn) % KMAP_ARCH_COLOURS;
}

/* The bits of @length slots from @start on. */
static inline uint32_t slots_run(unsigned int start, unsigned int length)
{
	return (uint32_t)((((uint64_t)1 << length) - 1) << start);
}

/* A mapping of several slots begins where its lowest slot is. */
static inline uint32_t slots_single_end(uint32_t joined)
{
	return joined ? kmap_arch_lowest(joined) - 1 : KMAP_WINDOW_SLOTS;
}

/* Frame number @i of those given. */
unsigned long kmap_frames_pfn(const struct kmap_frames *frames, size_t i);

/* Map @count frames side by side, in slots. @caller is the code to name in a report. */
void *kmap_mapping_make(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			uintptr_t caller);

/* Whether a mapping of @count pages, the first of them @pfn, has room now. Any context. */
bool kmap_mapping_fits(size_t count, unsigned long pfn);

/*
 * Unmap what the current task holds at @address, for kunmap_atomic() if @atomic is
 * true. False if that is refused, and reported.
 */
bool kmap_mapping_give_back(const void *address, bool atomic, uintptr_t caller);

/* The slot of this CPU at @address, if @ctrl, the current task's, holds it; or KMAP_NO_SLOT. */
uint32_t kmap_mapping_slot(const struct kmap_ctrl *ctrl, const void *address);

/* The first slot of the mapping that @slot belongs to. */
unsigned int kmap_mapping_start(const struct kmap_ctrl *ctrl, unsigned int slot);

/* Slots of the mapping that begins at @start, its guard included. */
unsigned int kmap_mapping_length(const struct kmap_ctrl *ctrl, unsigned int start);

/* Claim the slots in @mask for @ctrl, the current task's; those in @joined continue a mapping. */
void kmap_mapping_claim(struct kmap_ctrl *ctrl, uint32_t mask, uint32_t joined);

/* Release the mapping at @start, which @ctrl, the current task's, holds on this CPU. */
void kmap_mapping_release(struct kmap_ctrl *ctrl, unsigned int start);

/* Release the slots in @mask, each a mapping of its own that @ctrl, the current task's, holds. */
void kmap_mapping_release_singles(struct kmap_ctrl *ctrl, uint32_t mask);

/* Map a frame, not through the direct map; @caller is the code to name. */
static inline void *kmap_map_frame(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	struct kmap_frames frames = { .first = pfn };
	void *address;

	if (KMAP_SLOT_PLAIN)
		return kmap_slot_map(pfn, prot, caller);
	address = kmap_reuse_map(pfn, prot);
	return address ? address : kmap_mapping_make(&frames, 1, prot, caller);
}

/* kmap_local_pfn_prot() for a @caller that a report names; a call, so that it stands once. */
void *kmap_map_pfn(unsigned long pfn, kmap_prot_t prot, uintptr_t caller);

/* The same for a page, which in debug mode must not be NULL. */
void *kmap_map_page(const kmap_page_t *page, uintptr_t caller);

#endif
