/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The protocol: how a slot is taken and given back without disabling preemption
 * or interrupts. Not for callers; they include <kmap/local.h>.
 *
 * The verbs, from the outside in:
 *   map      pin, then take a slot
 *   take     claim a free slot, then fill it
 *   claim    set the slot's bit in the mask
 *   fill     save the PTE in the task, then install it
 *   install  write the PTE
 *   unmap    look up the slot of an address, then release it
 *   release  vacate the slot, clear its bit, unpin
 *   vacate   retire, forget the saved PTE, remove
 *   retire   empty the cache of the page, where the cache needs that
 *   remove   clear the PTE, then invalidate the TLB entry
 *   replace  vacate a slot and fill it again, without releasing it
 *
 * A task switch may come between any two of the steps below. With interrupts
 * off it removes every used slot of the task that leaves and installs pteval[]
 * of every used slot of the task that comes; it never changes @used. An
 * interrupt handler may nest whole map/unmap pairs between any two steps.
 *
 *   map: pin, claim the bit, save the PTE value, write the PTE.
 *     Until the value is saved a restore writes none, afterwards it writes
 *     the very PTE that the last step writes again.
 *   unmap: forget the saved value, clear the PTE, invalidate, release the
 *     bit, unpin. The bit goes last: while it is set nobody reuses the slot,
 *     and a restore writes none.
 *
 * @used is loaded first and stored some steps later. A handler in between does
 * no harm because it leaves @used as it found it; kmap_irq_exit() checks that.
 *
 * Here are mappings of one page. They take the lowest free slot; mappings of
 * several pages, in core/mapping.c, take the highest free run, so that the two
 * do not break up each other's space.
 */
#ifndef KMAP_INTERNAL_SLOT_H
#define KMAP_INTERNAL_SLOT_H

#include <kmap/internal/window.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/*
 * The fast paths serve: no guards or notes, any slot is as good as any other,
 * and a page may have another address elsewhere.
 */
#define KMAP_SLOT_PLAIN                                                                            \
	(!KMAP_DEBUG && !KMAP_GUARD && KMAP_ARCH_COLOURS == 1 && !KMAP_ARCH_REUSES_PERSISTENT)
/* They are compiled into their callers. */
#define KMAP_SLOT_INLINE (KMAP_SLOT_PLAIN && KMAP_INLINE)

/* Map and unmap of one page in general, in core/local.c. */
void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot) KMAP_NAMES_CALLER;
void kmap_slot_unmap_call(const void *address) KMAP_NAMES_CALLER;

/*
 * What the fast paths leave to core/mapping.c. @caller is the code to name in a
 * report; 0 for the code that calls these. The first one is for a depth that is
 * new, or no free slot; the task is pinned.
 */
void *kmap_slot_map_rare(struct kmap_pte value, uintptr_t caller) __attribute__((cold, noinline));
void kmap_mapping_unmap(const void *address, uintptr_t caller) __attribute__((noinline));

/* One more, in one step as this CPU sees it. */
static inline void kmap_count(uint32_t *counter)
{
	if (KMAP_STATS)
		kmap_arch_count(counter);
}

/* The only way a mapping becomes valid: map and switch-in. */
static inline void kmap_slot_install(const struct kmap_slot *slot, struct kmap_pte value)
{
	kmap_arch_pte_set(slot->pte, slot->address, value);
}

/*
 * A mapping is about to go, and @value is its PTE: a cache that is indexed by
 * virtual addresses is emptied while the page is there. An unmap does so while
 * the saved value stands, so that a switch in between restores the page; and it
 * goes by the PTE, since a handler that unmaps what is not its own may come
 * where a switch has removed the page before.
 */
static inline void kmap_slot_retire(const struct kmap_slot *slot, struct kmap_pte value)
{
	if (KMAP_ARCH_CACHE_RETIRES && !kmap_arch_pte_is_none(value))
		kmap_arch_cache_retire(slot->address);
}

/* The only way a mapping goes: unmap, switch-out and repair; kmap_slot_retire() comes first. */
static inline void kmap_slot_remove(const struct kmap_slot *slot)
{
	kmap_arch_pte_clear(slot->pte, slot->address);
	kmap_arch_tlb_invalidate_local(slot->address);
}

/*
 * The two halves of every mapping's life. @saved is the slot's value in the
 * state of the task, which holds the slot's bit all the while.
 */
static inline void kmap_slot_fill(const struct kmap_slot *slot, struct kmap_pte *saved,
				  struct kmap_pte value)
{
	kmap_arch_saved_write(saved, value);
	kmap_slot_install(slot, value);
}

static inline void kmap_slot_vacate(const struct kmap_slot *slot, struct kmap_pte *saved)
{
	kmap_slot_retire(slot, *slot->pte);
	kmap_arch_saved_erase(saved);
	kmap_slot_remove(slot);
}

/* Give back slot @nr, a mapping of its own, which @ctrl, the current task's, holds on @cpu. */
static inline void kmap_slot_release(struct kmap_ctrl *ctrl, struct kmap_cpu *cpu, uintptr_t nr)
{
	uint32_t used = ctrl->used;

	kmap_slot_vacate(&cpu->slot[nr], &ctrl->pteval[nr]);
	kmap_count(&cpu->counters.unmaps);
	kmap_arch_store(&ctrl->used, used ^ (uint32_t)1 << nr);
	kmap_host_migrate_enable();
}

/*
 * Show another page in a slot that is held: the steps are those of an unmap and
 * a map, without giving the bit and the pin back in between.
 */
static inline void kmap_slot_replace(const struct kmap_slot *slot, struct kmap_pte *saved,
				     struct kmap_cpu *cpu, struct kmap_pte value)
{
	kmap_slot_vacate(slot, saved);
	kmap_count(&cpu->counters.unmaps);
	kmap_slot_fill(slot, saved, value);
	kmap_count(&cpu->counters.maps);
}

/* Take the lowest free slot of @ctrl; @used is its mask, of which one bit at least is clear. */
static inline void *kmap_slot_take(struct kmap_ctrl *ctrl, struct kmap_cpu *cpu, uint32_t used,
				   struct kmap_pte value)
{
	/* Adding one carries to the lowest bit that is clear. */
	unsigned int nr = (unsigned int)__builtin_ctz(used + 1);
	const struct kmap_slot *slot = &cpu->slot[nr];

	kmap_arch_store(&ctrl->used, used | (used + 1));
	kmap_slot_fill(slot, &ctrl->pteval[nr], value);
	kmap_count(&cpu->counters.maps);
	return slot->address;
}

/* The largest mask that the fast path may make. */
static inline uint32_t kmap_slot_mask_max(const struct kmap_cpu *cpu)
{
	return KMAP_STATS ? cpu->counters.mask_max : KMAP_USED_ALL;
}

/* Map one page: the fast path. */
static inline void *kmap_slot_map(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_pte value = kmap_arch_pte_make(pfn, prot);
	struct kmap_cpu *cpu;
	uint32_t used = ctrl->used;

	kmap_host_migrate_disable();
	cpu = kmap_host_cpu();
	/* No free bit looks like a mask that is larger than any. */
	if (__builtin_expect((used | (used + 1)) > kmap_slot_mask_max(cpu) ||
				     (KMAP_SLOTS == 32 && used == KMAP_USED_ALL),
			     0))
		return kmap_slot_map_rare(value, caller);
	return kmap_slot_take(ctrl, cpu, used, value);
}

/* Unmap one page: the fast path. */
static inline void kmap_slot_unmap(const void *address, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	/* Stale only if the task is not pinned, and then its mask is empty. */
	struct kmap_cpu *cpu = kmap_host_cpu();
	uintptr_t nr = kmap_window_index(cpu->base, address);

	if (__builtin_expect(nr >= ctrl->single_end || !(ctrl->used >> nr & 1), 0))
		kmap_mapping_unmap(address, caller);
	else
		kmap_slot_release(ctrl, cpu, nr);
}

KMAP_DECLARATIONS_END

#endif
