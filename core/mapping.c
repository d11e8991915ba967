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

/* The bits of @length slots from @start on. */
static uint32_t run(unsigned int start, unsigned int length)
{
	return (uint32_t)((((uint64_t)1 << length) - 1) << start);
}

unsigned long kmap_frames_pfn(const struct kmap_frames *frames, size_t i)
{
	if (frames->pages)
		return kmap_host_page_to_pfn(frames->pages[i]);
	return frames->pfns ? frames->pfns[i] : frames->first + i;
}

/* The colour of a slot's address. */
static unsigned int slot_colour(const struct kmap_cpu *cpu, unsigned int slot)
{
	return (unsigned int)((kmap_window_base(cpu) >> KMAP_ARCH_PAGE_SHIFT) + slot) %
	       KMAP_ARCH_COLOURS;
}

static bool start_fits(const struct kmap_cpu *cpu, unsigned int start, unsigned long pfn)
{
	return KMAP_ARCH_COLOURS == 1 ||
	       slot_colour(cpu, start) == kmap_arch_colour(pfn) % KMAP_ARCH_COLOURS;
}

/* The lowest start for a mapping of one page, the highest for a longer one; or none. */
static unsigned int find(const struct kmap_cpu *cpu, uint32_t used, unsigned int length,
			 unsigned long pfn)
{
	unsigned int last = KMAP_WINDOW_SLOTS - length;

	if (length > KMAP_WINDOW_SLOTS)
		return KMAP_NO_SLOT;
	for (unsigned int i = 0; i <= last; i++) {
		unsigned int start = length == 1 + KMAP_GUARD ? i : last - i;

		if (!(used & run(start, length)) && start_fits(cpu, start, pfn))
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
	room = find(kmap_host_cpu(), ctrl->used, (unsigned int)count + KMAP_GUARD, pfn) !=
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

static void claim_count(struct kmap_cpu *cpu, const struct kmap_ctrl *ctrl)
{
	unsigned int depth = kmap_mask_count(ctrl->used);

	if (!KMAP_STATS)
		return;
	depth_note(&cpu->counters.depth_max, depth);
	depth_note(&cpu->counters.mask_max, run(0, depth));
}

void *kmap_slot_map_rare(struct kmap_pte value, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_cpu *cpu = kmap_host_cpu();
	void *address;

	if (ctrl->used == KMAP_USED_ALL) {
		kmap_unpin();
		return kmap_misuse_exhausted(caller ? caller : KMAP_CALLER);
	}
	address = kmap_slot_take(ctrl, cpu, ctrl->used, value);
	claim_count(cpu, ctrl);
	return address;
}

/* A mapping of several slots begins where its lowest slot is. */
static uint32_t single_end(uint32_t joined)
{
	return joined ? (uint32_t)__builtin_ctz(joined) - 1 : KMAP_WINDOW_SLOTS;
}

void kmap_mapping_claim(struct kmap_ctrl *ctrl, uint32_t mask, uint32_t joined)
{
	kmap_arch_store(&ctrl->used, ctrl->used | mask);
	kmap_arch_store(&ctrl->joined, ctrl->joined | joined);
	kmap_arch_store(&ctrl->single_end, single_end(ctrl->joined));
}

static void fill(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int start,
		 const struct kmap_frames *frames, size_t count, kmap_prot_t prot)
{
	for (unsigned int i = 0; i < count; i++) {
		struct kmap_pte value = kmap_arch_pte_make(kmap_frames_pfn(frames, i), prot);
		struct kmap_slot room;

		kmap_slot_fill(kmap_window_slot(cpu, start + i, &room), &ctrl->pteval[start + i],
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

/*
 * @page is in use in the persistent window: another CPU may have mapped it there since we
 * looked, so that one page can have that address now. If not, it can have none.
 */
static void *reuse_or_refuse(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			     const kmap_page_t *page, uintptr_t caller)
{
	void *address = count == 1 ? kmap_reuse_map(kmap_frames_pfn(frames, 0), prot) : NULL;

	if (!address)
		kmap_misuse_value(KMAP_BUG_ALIASED, KMAP_VALUE_PAGE, (uintptr_t)page, caller);
	return address;
}

void *kmap_mapping_make(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	unsigned int length = (unsigned int)count + KMAP_GUARD, start;
	const kmap_page_t *conflict;
	struct kmap_slot room;
	struct kmap_cpu *cpu;

	if (!count || count > KMAP_SLOTS)
		return kmap_misuse_pages(KMAP_BUG_PAGES, count, caller);
	if (!colours_follow(frames, count))
		return kmap_misuse_pages(KMAP_BUG_COLOURS, count, caller);
	if (!kmap_debug_may_map(frames, count, caller))
		return NULL;
	conflict = kmap_reuse_conflict(frames, count);
	if (conflict)
		return reuse_or_refuse(frames, count, prot, conflict, caller);
	kmap_pin();
	cpu = kmap_host_cpu();
	start = find(cpu, ctrl->used, length, kmap_frames_pfn(frames, 0));
	if (start == KMAP_NO_SLOT) {
		kmap_unpin();
		return kmap_misuse_exhausted(caller);
	}
	kmap_mapping_claim(ctrl, run(start, length), run(start + 1, length - 1));
	kmap_debug_mapped(ctrl, cpu, start, frames, count, caller);
	fill(ctrl, cpu, start, frames, count, prot);
	claim_count(cpu, ctrl);
	kmap_count(&cpu->counters.maps);
	return kmap_window_slot(cpu, start, &room)->address;
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

void kmap_mapping_release(struct kmap_ctrl *ctrl, unsigned int start)
{
	struct kmap_cpu *cpu = kmap_host_cpu();
	unsigned int length = kmap_mapping_length(ctrl, start);
	uint32_t mask = run(start, length);

	kmap_debug_released(ctrl, start, length - KMAP_GUARD);
	for (unsigned int slot = start; slot < start + length - KMAP_GUARD; slot++) {
		struct kmap_slot room;

		kmap_slot_vacate(kmap_window_slot(cpu, slot, &room), &ctrl->pteval[slot]);
		if (slot > start)
			kmap_count(&cpu->counters.invalidations);
	}
	kmap_count(&cpu->counters.unmaps);
	kmap_arch_store(&ctrl->joined, ctrl->joined & ~mask);
	kmap_arch_store(&ctrl->single_end, single_end(ctrl->joined));
	kmap_arch_store(&ctrl->used, ctrl->used & ~mask);
	kmap_unpin();
}

uint32_t kmap_mapping_slot(const struct kmap_ctrl *ctrl, const void *address)
{
	uintptr_t slot = kmap_window_index(kmap_window_base(kmap_host_cpu()), address);

	return slot < KMAP_WINDOW_SLOTS && ctrl->used >> slot & 1 ? (uint32_t)slot : KMAP_NO_SLOT;
}

bool kmap_mapping_give_back(const void *address, bool atomic, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	uint32_t slot = kmap_mapping_slot(ctrl, address);
	unsigned int start;

	if (slot == KMAP_NO_SLOT) {
		if (kmap_reuse_unmap(address, caller))
			return true;
		kmap_misuse_unmap(address, caller);
		return false;
	}
	start = kmap_mapping_start(ctrl, slot);
	if (KMAP_GUARD && slot == start + kmap_mapping_length(ctrl, start) - 1) {
		kmap_misuse_slot(KMAP_BUG_GUARD, slot, (uintptr_t)address, caller);
		return false;
	}
	if (!kmap_debug_may_unmap(ctrl, start, address, atomic, caller))
		return false;
	kmap_mapping_release(ctrl, start);
	return true;
}

void kmap_mapping_unmap(const void *address, uintptr_t caller)
{
	kmap_mapping_give_back(address, false, caller ? caller : KMAP_CALLER);
}
