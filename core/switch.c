/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two halves of a task switch. They stay apart because the host changes
 * the current task between them, and an interrupt may come wherever the host
 * allows one: it takes slots that are free in the mask of the task that is
 * current for it, and leaves them clean, because neither half changes a mask.
 */
#include <kmap/slot.h>
#include <kmap/task.h>

void kmap_switch_out_held(const struct kmap_ctrl *prev)
{
	const struct kmap_slot *slots = kmap_host_cpu()->slot;
	uint32_t left = prev->used;

	/*
	 * Slots whose saved value is none are removed too: an unmap may have
	 * cleared the PTE and not yet invalidated the TLB.
	 */
	do {
		kmap_slot_remove(&slots[__builtin_ctz(left)]);
		left &= left - 1;
	} while (left);
}

void kmap_switch_in_held(const struct kmap_ctrl *next)
{
	const struct kmap_slot *slots = kmap_host_cpu()->slot;
	uint32_t left = next->used;

	do {
		unsigned int nr = (unsigned int)__builtin_ctz(left);

		kmap_slot_install(&slots[nr], next->pteval[nr]);
		left &= left - 1;
	} while (left);
}
