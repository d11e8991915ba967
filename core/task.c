/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The life of a task: it starts with nothing and must end with nothing.
 */
#include <kmap/kmap.h>

#include "report.h"
#include "slots.h"

void kmap_ctrl_init(struct kmap_ctrl *ctrl)
{
	*ctrl = (struct kmap_ctrl){ .single_end = KMAP_WINDOW_SLOTS };
	for (unsigned int nr = 0; nr < KMAP_WINDOW_SLOTS; nr++)
		ctrl->pteval[nr] = kmap_arch_pte_none();
}

/*
 * Take the slots in @mask again, without a mapping, for the task that believes
 * it has them: it may stand between load and store of its masks. What @joined
 * joins becomes one mapping with one pin, as it was, since an old mask that the
 * task is about to store joins it, too.
 */
static void retake(uint32_t mask, uint32_t joined)
{
	for (uint32_t left = mask & ~joined; left; left &= left - 1)
		kmap_host_migrate_disable();
	kmap_slots_claim(kmap_host_ctrl(), mask, mask & joined);
}

/* Give back every mapping that begins in @mask; the current task holds them. */
static void release_all(uint32_t mask)
{
	struct kmap_ctrl *ctrl = kmap_host_ctrl();

	for (mask &= ~ctrl->joined; mask; mask &= mask - 1)
		kmap_slots_release(ctrl, (unsigned int)__builtin_ctz(mask));
}

void kmap_fork(struct kmap_ctrl *child)
{
	uint32_t used = child->used;

	kmap_ctrl_init(child);
	if (used)
		kmap_report_held(KMAP_BUG_HELD_AT_FORK, used, used, KMAP_CALLER);
}

void kmap_exit(void)
{
	uint32_t used = kmap_host_ctrl()->used;

	if (!used)
		return;
	/* The report is about this CPU's window, so the task stays until it is out. */
	kmap_host_migrate_disable();
	release_all(used);
	kmap_report_held(KMAP_BUG_HELD_AT_EXIT, used, used, KMAP_CALLER);
	kmap_host_migrate_enable();
}

void kmap_report_held_at_rest(void)
{
	uint32_t used = kmap_host_ctrl()->used;

	kmap_report_held(KMAP_BUG_HELD_AT_REST, used, used, KMAP_CALLER);
}

void kmap_report_irq(uint64_t held_at_entry)
{
	uint32_t used_at_entry = (uint32_t)held_at_entry;
	uint32_t used = kmap_host_ctrl()->used;
	uint32_t kept = used & ~used_at_entry;
	uint32_t stolen = used_at_entry & ~used;

	release_all(kept);
	retake(stolen, (uint32_t)(held_at_entry >> 32));
	if (kept)
		kmap_report_held(KMAP_BUG_IRQ_LEAK, used, kept, KMAP_CALLER);
	if (stolen)
		kmap_report_held(KMAP_BUG_IRQ_STOLE, used, stolen, KMAP_CALLER);
}
