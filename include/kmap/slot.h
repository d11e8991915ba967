/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine inside: how a slot is taken and given back without disabling
 * preemption or interrupts. Not for callers; use <kmap/kmap.h>.
 *
 * A task switch may come between any two of the steps below. With interrupts
 * off it removes every used slot of the task that leaves and writes pteval[]
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
 */
#ifndef KMAP_SLOT_H
#define KMAP_SLOT_H

#include <kmap/types.h>
#include <kmap/window.h>

/*
 * Cold paths, in core/report.c: report, and leave everything as it is. @caller
 * is the code to name; 0 for whoever calls these.
 */
void *kmap_report_exhausted(uintptr_t caller) __attribute__((cold, noinline));
void kmap_report_unmap(const void *address, uintptr_t caller) __attribute__((cold, noinline));

/* The fast paths as functions, in core/local.c, for KMAP_INLINE 0. */
void *kmap_slot_map_call(unsigned long pfn, kmap_prot_t prot);
void kmap_slot_unmap_call(const void *address);

/* The only way a mapping becomes valid: map and switch-in. */
static inline void kmap_slot_install(const struct kmap_slot *slot, struct kmap_pte value)
{
	kmap_arch_pte_set(slot->pte, slot->address, value);
}

/* The only way a mapping goes: unmap, switch-out and repair. */
static inline void kmap_slot_remove(const struct kmap_slot *slot)
{
	kmap_arch_pte_clear(slot->pte, slot->address);
	kmap_arch_tlb_invalidate_local(slot->address);
}

/* Give back slot @nr, which @ctrl, the current task's, holds on @cpu. */
static inline void kmap_slot_release(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
				     unsigned int nr)
{
	uint32_t used = ctrl->used;

	kmap_arch_saved_erase(&ctrl->pteval[nr]);
	kmap_slot_remove(&cpu->slot[nr]);
	kmap_arch_store(&ctrl->used, used ^ (uint32_t)1 << nr);
	kmap_host_migrate_enable();
}

static inline void *kmap_slot_map_fast(unsigned long pfn, kmap_prot_t prot, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	struct kmap_pte value = kmap_arch_pte_make(pfn, prot);
	uint32_t used = ctrl->used;
	const struct kmap_slot *slot;
	unsigned int nr;

	if (__builtin_expect(used == KMAP_USED_ALL, 0))
		return kmap_report_exhausted(caller);
	kmap_host_migrate_disable();
	/* Adding one carries to the lowest bit that is clear. */
	nr = (unsigned int)__builtin_ctz(used + 1);
	kmap_arch_store(&ctrl->used, used | (used + 1));
	kmap_arch_saved_write(&ctrl->pteval[nr], value);
	slot = &kmap_host_cpu()->slot[nr];
	kmap_slot_install(slot, value);
	return slot->address;
}

static inline void kmap_slot_unmap_fast(const void *address, uintptr_t caller)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	/* Stale only if the task is not pinned, and then its mask is empty. */
	const struct kmap_cpu *cpu = kmap_host_cpu();
	uint32_t nr = kmap_window_index(cpu->base, address);

	if (__builtin_expect(nr >= KMAP_SLOTS || !(ctrl->used >> nr & 1), 0)) {
		kmap_report_unmap(address, caller);
		return;
	}
	kmap_slot_release(ctrl, cpu, nr);
}

static inline void *kmap_slot_map(unsigned long pfn, kmap_prot_t prot)
{
	return KMAP_INLINE ? kmap_slot_map_fast(pfn, prot, 0) : kmap_slot_map_call(pfn, prot);
}

static inline void kmap_slot_unmap(const void *address)
{
	if (KMAP_INLINE)
		kmap_slot_unmap_fast(address, 0);
	else
		kmap_slot_unmap_call(address);
}

#endif
