/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The out-of-line form of the two halves of a task switch.
 */
#include <kmap/kmap.h>

void kmap_switch_out_call(const struct kmap_ctrl *prev)
{
	kmap_switch_out_held(prev);
}

void kmap_switch_in_call(const struct kmap_ctrl *next)
{
	kmap_switch_in_held(next);
}
