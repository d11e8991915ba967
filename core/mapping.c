/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings in general: one page or several, with guards, with cache colours.
 * <kmap/internal/slot.h> explains the order of the steps, and why they may be
 * interrupted. All bits of a mapping are claimed before its first PTE is written, and
 * released after its last one is gone.
 */
#include "mapping.h"

#include "misuse.h"
#include "note.h"
#include "reuse.h"

unsigned long kmap_frames_pfn(const struct kmap_frames *frames, size_t i)
{
	if (frames->pages)
		return kmap_host_page_to_pfn(frames->pages[i]);
	return frames->pfns ? frames->pfns[i] : frames->first + i;
}

static bool start_fits(const struct kmap_window *window, unsigned int start, unsigned long pfn)
{
	uintptr_t base = kmap_window_base(window);

	return kmap_address_suits(base + ((uintptr_t)start << KMAP_ARCH_PAGE_SHIFT), pfn);
}

/* The lowest start for a mapping of one page, the highest for a longer one; or none. */
static unsigned int find(const struct kmap_window *window, uint32_t used, unsigned int length,
			 unsigned long pfn)
{
	unsigned int last = KMAP_WINDOW_SLOTS - length;

	if (length > KMAP_WINDOW_SLOTS)
		return KMAP_NO_SLOT;
	for (unsigned int i = 0; i <= last; i++) {
		unsigned int start = length == 1 + KMAP_GUARD ? i : last - i;

		if (!(used & slots_run(start, length)) && start_fits(window, start, pfn))
			return start;
	}
	return KMAP_NO_SLOT;
}

bool kmap_mapping_fits(size_t count, unsigned long pfn)
{
	const struct kmap_ctrl *ctrl = kmap_host_ctrl();
	bool room;

	if (!count || count > KMAP_SLOTS)
		return false;
	if (KMAP_SLOT_PLAIN && count == 1)
		return ctrl->used != KMAP_USED_ALL;
	kmap_pin();
	room = find(kmap_host_window(), ctrl->used, (unsigned int)count + KMAP_GUARD, pfn) !=
	       KMAP_NO_SLOT;
	kmap_unpin();
	return room;
}

/* Record a new maximum. A handler or another task on this CPU may do so in between. */
static void depth_note(uint32_t *counter, uint32_t value)
{
	uint32_t old;

	do {
		old = kmap_arch_shared_load(counter);
	} while (old < value && !kmap_arch_shared_swap(counter, old, value));
}

#if KMAP_WINDOW_TASK

/* The slots in @mask are about to show pages. A handler may say the same of others in between. */
static void touch(struct kmap_window *window, uint32_t mask)
{
	uint32_t old;

	do {
		old = kmap_arch_shared_load(&window->touched);
	} while (!kmap_arch_shared_swap(&window->touched, old, old | mask));
}

/* The slots from 0 on that have shown pages. */
static uint32_t touched_first(const struct kmap_window *window)
{
	uint32_t touched = kmap_arch_shared_load(&window->touched);

	return touched & ~(touched + 1);
}

#else

static void touch(struct kmap_window *window, uint32_t mask)
{
	(void)window;
	(void)mask;
}

static uint32_t touched_first(const struct kmap_window *window)
{
	(void)window;
	return KMAP_USED_ALL;
}

#endif

/* Note what the fast path need not note again. */
static void claim_count(struct kmap_window *window, const struct kmap_ctrl *ctrl)
{
	uint32_t mask_max = touched_first(window);

	if (KMAP_STATS) {
		depth_note(&window->counters.depth_max, kmap_mask_count(ctrl->used));
		mask_max &= slots_run(0, window->counters.depth_max);
	}
	if (KMAP_STATS || KMAP_WINDOW_TASK)
		depth_note(&window->counters.mask_max, mask_max);
}

void *kmap_slot_map_rare(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_window *window = kmap_host_window();
	void *address;

	if (ctrl->used == KMAP_USED_ALL) {
		kmap_unpin();
		return kmap_misuse_exhausted(pfn, caller ? caller : KMAP_CALLER);
	}
	touch(window, ~ctrl->used & (ctrl->used + 1));
	address = kmap_slot_take(ctrl, window, ctrl->used, kmap_arch_pte_make(pfn, prot));
	claim_count(window, ctrl);
	return address;
}

void kmap_mapping_claim(struct kmap_ctrl *ctrl, uint32_t mask, uint32_t joined)
{
	kmap_arch_store(&ctrl->used, ctrl->used | mask);
	kmap_arch_store(&ctrl->joined, ctrl->joined | joined);
	kmap_arch_store(&ctrl->single_end, slots_single_end(ctrl->joined));
}

static void fill(struct kmap_ctrl *ctrl, const struct kmap_window *window, unsigned int start,
		 const struct kmap_frames *frames, size_t count, kmap_prot_t prot)
{
	for (unsigned int i = 0; i < count; i++) {
		struct kmap_pte value = kmap_arch_pte_make(kmap_frames_pfn(frames, i), prot);
		struct kmap_slot room;

		kmap_slot_fill(kmap_window_slot(window, start + i, &room), &ctrl->pteval[start + i],
			       value);
	}
}

/* The colours of a mapping's pages must be consecutive, as those of its slots are. */
static bool colours_follow(const struct kmap_frames *frames, size_t count)
{
	for (size_t i = 1; KMAP_ARCH_COLOURS > 1 && i < count; i++)
		if ((kmap_arch_colour(kmap_frames_pfn(frames, i)) -
		     kmap_arch_colour(kmap_frames_pfn(frames, 0)) - i) %
		    KMAP_ARCH_COLOURS)
			return false;
	return true;
}

/* @page is in use in the persistent window, and cannot have that address here. */
static void *refuse(const kmap_page_t *page, uintptr_t caller)
{
	kmap_misuse_value(KMAP_BUG_ALIASED, KMAP_VALUE_PAGE, (uintptr_t)page, caller);
	return NULL;
}

void *kmap_mapping_make(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	unsigned int length = (unsigned int)count + KMAP_GUARD, start;
	const kmap_page_t *conflict;
	struct kmap_slot room;
	struct kmap_window *window;
	void *shared;

	if (!count || count > KMAP_SLOTS)
		return kmap_misuse_pages(KMAP_BUG_PAGES, count, caller);
	if (!colours_follow(frames, count))
		return kmap_misuse_pages(KMAP_BUG_COLOURS, count, caller);
	if (!kmap_debug_may_map(frames, count, caller))
		return NULL;
	shared = kmap_reuse_resolve(frames, count, prot, &conflict);
	if (conflict)
		return shared ? shared : refuse(conflict, caller);
	kmap_pin();
	window = kmap_host_window();
	start = find(window, ctrl->used, length, kmap_frames_pfn(frames, 0));
	if (start == KMAP_NO_SLOT) {
		kmap_unpin();
		return kmap_misuse_exhausted(kmap_frames_pfn(frames, 0), caller);
	}
	kmap_mapping_claim(ctrl, slots_run(start, length), slots_run(start + 1, length - 1));
	touch(window, slots_run(start, length));
	kmap_debug_mapped(ctrl, window, start, frames, count, caller);
	fill(ctrl, window, start, frames, count, prot);
	claim_count(window, ctrl);
	kmap_count(&window->counters.maps);
	return kmap_window_slot(window, start, &room)->address;
}

void *kmap_map_pfn(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	if (!KMAP_FORCE_MAP && prot == KMAP_PROT_DEFAULT && kmap_host_pfn_is_direct(pfn))
		return kmap_host_direct_address(pfn);
	return kmap_map_frame(pfn, prot, caller);
}

void *kmap_map_page(const kmap_page_t *page, uintptr_t caller)
{
	if (KMAP_DEBUG && !page) {
		kmap_misuse_value(KMAP_BUG_NO_PAGE, KMAP_VALUE_PAGE, 0, caller);
		return NULL;
	}
	return kmap_map_pfn(kmap_host_page_to_pfn(page), KMAP_PROT_DEFAULT, caller);
}

unsigned int kmap_mapping_start(const struct kmap_ctrl *ctrl, unsigned int slot)
{
	while (slot && (ctrl->joined >> slot & 1))
		slot--;
	return slot;
}

unsigned int kmap_mapping_length(const struct kmap_ctrl *ctrl, unsigned int start)
{
	unsigned int end = start + 1;

	while (end < KMAP_WINDOW_SLOTS && (ctrl->joined >> end & 1))
		end++;
	return end - start;
}
