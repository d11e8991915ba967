/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Several pages in one mapping: those that are directly mapped, and the rest.
 */
#include <kmap/range.h>

#include "report.h"
#include "slots.h"

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

void *kmap_range_map(const struct kmap_frames *frames, size_t count)
{
	void *direct;

	if (!count || count > KMAP_SLOTS)
		return kmap_report_count(count, KMAP_CALLER);
	direct = side_by_side(frames, count);
	return direct ? direct : kmap_slots_map(frames, count, KMAP_PROT_DEFAULT, KMAP_CALLER);
}

void *kmap_range_try(const struct kmap_frames *frames, size_t count)
{
	void *direct;

	if (!count || count > KMAP_SLOTS)
		return NULL;
	direct = side_by_side(frames, count);
	if (direct)
		return direct;
	if (!kmap_slots_room(count, kmap_frames_pfn(frames, 0)))
		return NULL;
	return kmap_slots_map(frames, count, KMAP_PROT_DEFAULT, KMAP_CALLER);
}
