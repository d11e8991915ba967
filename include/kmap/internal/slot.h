/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protocol: how a slot is taken and given back without disabling preemption
 * or interrupts. Not for callers; they include <kmap/local.h>.
 *
 * The words, from the outside in:
 *   map      pin, then take a slot
 *   take     claim a free slot, then fill it
 *   claim    set the slot's bit in the mask
 *   fill     save the PTE in the task, then install it
 *   install  write the PTE
 *   unmap    look up the slot of an address, then release it
 *   release  vacate the slot, clear its bit, unpin
 *   vacate   empty, then invalidate the TLB entry
 *   empty    retire, erase the saved PTE, clear the PTE
 *   retire   flush the page from the cache, where the cache needs that
 *   remove   clear the PTE, then invalidate the TLB entry
 *   replace  vacate a slot and fill it again, without releasing it
 *
 * A task switch may come between any two of the steps below. With interrupts off it
 * removes every slot in use of the task that leaves and installs pteval[] of every
 * slot in use of the task that comes; it never changes @used. An interrupt handler
 * may nest whole map/unmap pairs between any two steps.
 *
 *   map: pin, claim the bit, save the PTE value, write the PTE.
 *     Until the value is saved a restore writes none. Afterwards it writes the
 *     PTE that the last step writes again.
 *   unmap: erase the saved value, clear the PTE, invalidate, release the bit,
 *     unpin. The bit goes last: while it is set the slot is not reused, and a
 *     restore writes none.
 *
 * Where KMAP_WINDOW is private there is no pin, and the switch may put the task on another
 * CPU: it removes the slots in use from the one that is left, and installs them on the one
 * that is reached. Slots, addresses and pointers to PTEs mean the same on both.
 *
 * Where KMAP_WINDOW is task there is no pin either, and the switch neither removes nor
 * installs anything: the PTEs of the task's window are all there is, nothing is saved. When
 * the task comes to another CPU, the switch invalidates there the slots that its window has
 * ever used, before anything reads through them: the CPU may have kept, or filled
 * speculatively, what they showed at any time.
 *
 * @used is loaded first and stored some steps later. A handler in between does no
 * harm, because it leaves @used as it found it; kmap_irq_exit() checks that.
 *
 * This file has mappings of one page, which take the lowest free slot. Mappings of
 * several pages, in core/mapping.c, take the highest free run, so that the two kinds
 * do not fragment each other's space.
 */
#ifndef KMAP_INTERNAL_SLOT_H
#define KMAP_INTERNAL_SLOT_H

#include <kmap/internal/window.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/*
 * The fast paths can be used: there are no guards or notes, any slot is as good as
 * any other, and a page may have other addresses as well.
 */
#define KMAP_SLOT_PLAIN                                                                            \
	(!KMAP_DEBUG && !KMAP_GUARD && KMAP_ARCH_COLOURS == 1 && !KMAP_ARCH_REUSES_PERSISTENT)
/* The fast paths are compiled into their callers. */
#define KMAP_SLOT_INLINE (KMAP_SLOT_PLAIN && KMAP_INLINE)

/* Map and unmap of one page in any configuration, in core/local.c. */
void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot) KMAP_NAMES_CALLER;
void kmap_slot_unmap_call(const void *address) KMAP_NAMES_CALLER;

/*
 * What the fast paths leave to core/mapping.c and core/unmap.c. @caller is the code to name in a
 * report, 0 for the caller of these. The first is called with the task pinned, when
 * more slots would be in use than ever before, or none is free.
 */
void *kmap_slot_map_rare(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
	__attribute__((cold, __noinline__));
void kmap_mapping_unmap(const void *address, uintptr_t caller) __attribute__((__noinline__));

#ifndef KMAP_ARCH_INVALIDATES_RANGES

/*
 * Invalidate the TLB entries of @pages pages from @address on, one by one. A port whose
 * processor has something cheaper for many defines KMAP_ARCH_INVALIDATES_RANGES and this
 * function; it may invalidate more than it is asked for.
 */
static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	for (char *page = (char *)address; pages; pages--, page += KMAP_PAGE_SIZE)
		kmap_arch_tlb_invalidate_local(page);
}

#endif

/* Add one, in a single step as seen by this CPU. */
static inline void kmap_count(uint32_t *counter)
{
	if (KMAP_STATS)
		kmap_arch_count(counter);
}

#if KMAP_WINDOW_PRIVATE

/*
 * The compiler knows the addresses of a page and of its PTE, so it knows that they differ.
 * It must not move an access to the page across the store of the PTE.
 */
static inline void kmap_slot_barrier(void)
{
	__asm__ volatile("" : : : "memory");
}

#else

/* The compiler knows neither address. */
static inline void kmap_slot_barrier(void)
{
}

#endif

#if KMAP_WINDOW_TASK

/* No switch writes a PTE, so there is none to save. */
static inline void kmap_slot_save(struct kmap_pte *saved, struct kmap_pte value)
{
	(void)saved;
	(void)value;
}

static inline void kmap_slot_forget(struct kmap_pte *saved)
{
	(void)saved;
}

KMAP_STATIC_ASSERT(!KMAP_ARCH_CACHE_RETIRES,
		   "KMAP_WINDOW must not be task where caches are flushed before a mapping goes: "
		   "no switch flushes that of the CPU that a task leaves");

#else

static inline void kmap_slot_save(struct kmap_pte *saved, struct kmap_pte value)
{
	kmap_arch_saved_write(saved, value);
}

static inline void kmap_slot_forget(struct kmap_pte *saved)
{
	kmap_arch_saved_erase(saved);
}

#endif

/* The only place where a mapping becomes valid: for map and switch-in. */
static inline void kmap_slot_install(const struct kmap_slot *slot, struct kmap_pte value)
{
	kmap_arch_pte_set(slot->pte, slot->address, value);
}

/*
 * A mapping, whose PTE is @value, is about to go: where the cache is indexed by
 * virtual addresses, flush the page while it is still mapped. An unmap does so before
 * it erases the saved value, so that a switch in between restores the page. It looks
 * at the PTE and not at the saved value, because a handler that unmaps what is not
 * its own may run after a switch has removed the page.
 */
static inline void kmap_slot_retire(const struct kmap_slot *slot, struct kmap_pte value)
{
	if (KMAP_ARCH_CACHE_RETIRES && !kmap_arch_pte_is_none(value))
		kmap_arch_cache_retire(slot->address);
}

/* Where a mapping goes without its bit, after kmap_slot_retire(): for switch-out and repair. */
static inline void kmap_slot_remove(const struct kmap_slot *slot)
{
	kmap_arch_pte_clear(slot->pte, slot->address);
	kmap_arch_tlb_invalidate_local(slot->address);
}

/*
 * The beginning and the end of every mapping. @saved is the slot's value in the state
 * of the task. The slot's bit is set all the while, also where many slots are emptied first,
 * and then invalidated together.
 */
static inline void kmap_slot_fill(const struct kmap_slot *slot, struct kmap_pte *saved,
				  struct kmap_pte value)
{
	kmap_slot_save(saved, value);
	kmap_slot_install(slot, value);
	kmap_slot_barrier();
}

static inline void kmap_slot_empty(const struct kmap_slot *slot, struct kmap_pte *saved)
{
	kmap_slot_barrier();
	kmap_slot_retire(slot, *slot->pte);
	kmap_slot_forget(saved);
	kmap_arch_pte_clear(slot->pte, slot->address);
}

static inline void kmap_slot_vacate(const struct kmap_slot *slot, struct kmap_pte *saved)
{
	kmap_slot_empty(slot, saved);
	kmap_arch_tlb_invalidate_local(slot->address);
}

/*
 * Give back slot @nr, a mapping of one page, which @ctrl, the current task's, holds in @window.
 * @left is the mask without it; @address is any byte of the page.
 */
static inline void kmap_slot_release(struct kmap_ctrl *ctrl, struct kmap_window *window,
				     uintptr_t nr, uint32_t left, const void *address)
{
	struct kmap_slot room;

	kmap_slot_vacate(kmap_window_slot_of(window, nr, address, &room), &ctrl->pteval[nr]);
	kmap_count(&window->counters.unmaps);
	kmap_arch_store(&ctrl->used, left);
	kmap_unpin();
}

/*
 * Map another page in a slot that is held: the steps are those of an unmap and a map,
 * without giving back the bit and the pin in between.
 */
static inline void kmap_slot_replace(const struct kmap_slot *slot, struct kmap_pte *saved,
				     struct kmap_window *window, struct kmap_pte value)
{
	kmap_slot_vacate(slot, saved);
	kmap_count(&window->counters.unmaps);
	kmap_slot_fill(slot, saved, value);
	kmap_count(&window->counters.maps);
}

/* Take the lowest free slot of @ctrl; @used is its mask, in which at least one bit is clear. */
static inline void *kmap_slot_take(struct kmap_ctrl *ctrl, struct kmap_window *window,
				   uint32_t used, struct kmap_pte value)
{
	/* Adding one carries into the lowest clear bit. */
	uintptr_t nr = kmap_arch_lowest(used + 1);
	struct kmap_slot room;
	const struct kmap_slot *slot = kmap_window_slot(window, nr, &room);

	kmap_arch_store(&ctrl->used, used | (used + 1));
	kmap_slot_fill(slot, &ctrl->pteval[nr], value);
	kmap_count(&window->counters.maps);
	/* Looked up again: kept over all that, it would take a register. */
	return kmap_window_slot(window, nr, &room)->address;
}

/* The largest mask that the fast path may set. */
static inline uint32_t kmap_slot_mask_max(const struct kmap_window *window)
{
	return KMAP_STATS || KMAP_WINDOW_TASK ? window->counters.mask_max : KMAP_USED_ALL;
}

/* Map one page: the fast path. */
static inline void *kmap_slot_map(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_window *window;
	uint32_t used = ctrl->used;

	kmap_pin();
	window = kmap_host_window();
	/* If no bit is free, the result is larger than any mask. */
	if (__builtin_expect((used | (used + 1)) > kmap_slot_mask_max(window) ||
				     (KMAP_SLOTS == 32 && used == KMAP_USED_ALL),
			     0))
		return kmap_slot_map_rare(pfn, prot, caller);
	return kmap_slot_take(ctrl, window, used, kmap_arch_pte_make(pfn, prot));
}

/* Unmap one page: the fast path. */
static inline void kmap_slot_unmap(const void *address, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	/* Another CPU's only if the task is not pinned, and then its mask is empty. */
	struct kmap_window *window = kmap_host_window();
	uintptr_t nr = kmap_window_index(kmap_window_base(window), address);
	uint32_t mask = ctrl->used;

	if (__builtin_expect(
		    nr >= ctrl->single_end || !kmap_arch_mask_turn(&mask, (unsigned int)nr), 0))
		kmap_mapping_unmap(address, caller);
	else if (nr < KMAP_WINDOW_SLOTS) /* So it is; this tells the compiler. */
		kmap_slot_release(ctrl, window, nr, mask, address);
	else
		__builtin_unreachable();
}

KMAP_DECLARATIONS_END

#endif
