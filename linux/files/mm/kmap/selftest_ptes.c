// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * A self-test in Linux: what a switch does to slots that are claimed and have no page yet.
 *
 * A task can be switched out between any two steps of a map. Here the steps are made one by
 * one, as kmap_mapping_make() makes them, with a switch before the last page.
 */
#include "selftest_linux.h"

#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/sched.h>

#include "mapping.h"
#include "note.h"

/* Slots 0 and 1 are a pair, or slots 1 and 2. */
#define LONGEST 3

/* The word that says whether it is present: the other one may be left of an older mapping. */
static unsigned long bits_of(const struct kmap_window *cpu, unsigned int slot)
{
	const union kmap_hook_words *pte = (const void *)cpu->slot[slot].pte;

	return READ_ONCE(pte->word[kmap_hook_low_word()]);
}

static bool is_none(const struct kmap_window *cpu, unsigned int slot)
{
	return kmap_arch_pte_is_none(*cpu->slot[slot].pte);
}

/* Whether the empty slots from @first on are the same in the page table after a switch, and empty. */
static bool stay_empty(const struct kmap_window *cpu, unsigned int first, unsigned int end)
{
	unsigned long before[LONGEST + KMAP_GUARD];
	bool right = true;
	unsigned int slot;

	for (slot = first; slot < end; slot++)
		before[slot] = bits_of(cpu, slot);
	schedule_timeout_uninterruptible(1);
	for (slot = first; slot < end; slot++) {
		if (bits_of(cpu, slot) == before[slot] && is_none(cpu, slot))
			continue;
		SAY("# slot %u: the PTE was %#lx and is %#lx, none: %d", slot, before[slot],
		    bits_of(cpu, slot), is_none(cpu, slot));
		right = false;
	}
	return right;
}

static void fill(struct kmap_ctrl *ctrl, const struct kmap_window *cpu, unsigned int slot,
		 unsigned long pfn)
{
	kmap_slot_fill(&cpu->slot[slot], &ctrl->pteval[slot],
		       kmap_arch_pte_make(pfn, KMAP_PROT_DEFAULT));
}

/* Map @count frames from @first on, with a switch before the last one. */
static bool map_switched(unsigned long first, unsigned int count)
{
	const struct kmap_frames frames = { .first = first };
	struct kmap_ctrl *ctrl = kmap_host_ctrl();
	unsigned int end = count + KMAP_GUARD, slot;
	struct kmap_window *cpu;
	bool right;

	kmap_host_migrate_disable();
	cpu = kmap_host_window();
	kmap_mapping_claim(ctrl, (1u << end) - 1, (1u << end) - 2);
	kmap_debug_mapped(ctrl, cpu, 0, &frames, count, _THIS_IP_);
	for (slot = 0; slot < count - 1; slot++)
		fill(ctrl, cpu, slot, first + slot);
	right = stay_empty(cpu, slot, end);
	fill(ctrl, cpu, slot, first + slot);
	kunmap_local(cpu->slot[0].address);
	return right;
}

/*
 * The last frames of RAM: where that ends above 4 GiB, their PTEs have bits in both words. They
 * belong to somebody else, so that nothing looks at what is in them.
 */
bool kmap_selftest_empty_slots(void)
{
	unsigned long first = max_pfn - LONGEST;
	bool right = true;
	unsigned int count;

	/* The longest first: so what it leaves in saved values comes back when there is no page yet. */
	for (count = LONGEST; right && count; count--)
		right = map_switched(first, count);
	return right;
}
