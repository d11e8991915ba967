/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task-local mappings: what is not compiled into the callers.
 */
#include "mapping.h"
#include "misuse.h"

void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot)
{
	return kmap_map_frame(pfn, prot, KMAP_CALLER);
}

void kmap_slot_unmap_call(const void *address)
{
	if (KMAP_SLOT_PLAIN)
		kmap_slot_unmap(address, KMAP_CALLER);
	else
		kmap_mapping_unmap(address, KMAP_CALLER);
}

/* The bit of the slot at @address, if unmap would take the fast path; else 0. */
static uint32_t single_bit(const struct kmap_ctrl *ctrl, const void *address)
{
	uintptr_t nr = kmap_window_index(kmap_window_base(kmap_host_window()), address);

	return KMAP_SLOT_PLAIN && nr < ctrl->single_end ? ctrl->used & (uint32_t)1 << nr : 0;
}

void kunmap_local_all(const void *const addresses[], size_t n)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t singles = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t bit = single_bit(ctrl, addresses[i]);

		if (!KMAP_FORCE_MAP && kmap_host_address_is_direct(addresses[i]))
			continue;
		if (bit & ~singles) {
			singles |= bit;
			continue;
		}
		/* An address may stand there twice; then the slot is given back by now. */
		kmap_mapping_release_singles(ctrl, singles);
		singles = 0;
		kmap_mapping_unmap(addresses[i], KMAP_CALLER);
	}
	kmap_mapping_release_singles(ctrl, singles);
}

void *kmap_local_no_page(void)
{
	kmap_misuse_value(KMAP_BUG_NO_PAGE, KMAP_VALUE_PAGE, 0, KMAP_CALLER);
	return NULL;
}

void *kmap_local_try_pfn(unsigned long pfn)
{
	struct kmap_frames frames = { .first = pfn };
	const kmap_page_t *conflict;
	void *address;

	if (!KMAP_FORCE_MAP && kmap_host_pfn_is_direct(pfn))
		return kmap_host_direct_address(pfn);
	address = kmap_reuse_map(pfn, KMAP_PROT_DEFAULT);
	if (address)
		return address;
	/* If another CPU has mapped it there since, it has that address. */
	address = kmap_reuse_resolve(&frames, 1, KMAP_PROT_DEFAULT, &conflict);
	if (conflict)
		return address;
	/* Handlers in between give back what they take. */
	return kmap_mapping_fits(1, pfn) ? kmap_map_frame(pfn, KMAP_PROT_DEFAULT, KMAP_CALLER)
					 : NULL;
}

/* The direct address of the pages if they lie side by side there, or NULL. */
static void *side_by_side(const struct kmap_frames *frames, size_t count)
{
	unsigned long pfn = kmap_frames_pfn(frames, 0);
	char *first;

	if (KMAP_FORCE_MAP || !kmap_host_pfn_is_direct(pfn))
		return NULL;
	first = kmap_host_direct_address(pfn);
	for (size_t i = 1; i < count; i++) {
		pfn = kmap_frames_pfn(frames, i);
		if (!kmap_host_pfn_is_direct(pfn) ||
		    kmap_host_direct_address(pfn) != first + (i << KMAP_ARCH_PAGE_SHIFT))
			return NULL;
	}
	return first;
}

/* In debug mode: whether a page is NULL; reports if so. */
static bool page_missing(const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	for (size_t i = 0; KMAP_DEBUG && frames->pages && i < count; i++) {
		if (frames->pages[i])
			continue;
		kmap_misuse_value(KMAP_BUG_NO_PAGE, KMAP_VALUE_PAGE, 0, caller);
		return true;
	}
	return false;
}

static void *map_several(const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	void *direct;

	if (!count || count > KMAP_SLOTS)
		return kmap_misuse_pages(KMAP_BUG_PAGES, count, caller);
	if (page_missing(frames, count, caller))
		return NULL;
	direct = side_by_side(frames, count);
	return direct ? direct : kmap_mapping_make(frames, count, KMAP_PROT_DEFAULT, caller);
}

static void *try_several(const struct kmap_frames *frames, size_t count, uintptr_t caller)
{
	void *direct;

	if (!count || count > KMAP_SLOTS)
		return NULL;
	if (page_missing(frames, count, caller))
		return NULL;
	direct = side_by_side(frames, count);
	if (direct)
		return direct;
	if (!kmap_mapping_fits(count, kmap_frames_pfn(frames, 0)) ||
	    kmap_reuse_conflict(frames, count))
		return NULL;
	return kmap_mapping_make(frames, count, KMAP_PROT_DEFAULT, caller);
}

void *kmap_local_pages(kmap_page_t *const *pages, size_t count)
{
	return map_several(&(struct kmap_frames){ .pages = pages }, count, KMAP_CALLER);
}

void *kmap_local_pfns(const unsigned long *pfns, size_t count)
{
	return map_several(&(struct kmap_frames){ .pfns = pfns }, count, KMAP_CALLER);
}

void *kmap_local_range(unsigned long first, size_t count)
{
	return map_several(&(struct kmap_frames){ .first = first }, count, KMAP_CALLER);
}

void *kmap_local_try_pages(kmap_page_t *const *pages, size_t count)
{
	return try_several(&(struct kmap_frames){ .pages = pages }, count, KMAP_CALLER);
}

void *kmap_local_try_pfns(const unsigned long *pfns, size_t count)
{
	return try_several(&(struct kmap_frames){ .pfns = pfns }, count, KMAP_CALLER);
}

void *kmap_local_try_range(unsigned long first, size_t count)
{
	return try_several(&(struct kmap_frames){ .first = first }, count, KMAP_CALLER);
}
