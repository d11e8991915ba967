/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Mappings in general, for the other parts of the core.
 */
#ifndef KMAP_CORE_SLOTS_H
#define KMAP_CORE_SLOTS_H

#include <kmap/kmap.h>

/* Frame number @i of those that were given. */
unsigned long kmap_frames_pfn(const struct kmap_frames *frames, size_t i);

/* The first slot of the mapping to which @slot, in use, belongs. */
unsigned int kmap_slots_start(const struct kmap_ctrl *ctrl, unsigned int slot);

/* Slots of the mapping that begins at @start, its guard included. */
unsigned int kmap_slots_length(const struct kmap_ctrl *ctrl, unsigned int start);

/* Take the slots in @mask for @ctrl, the current task's; those in @joined continue a mapping. */
void kmap_slots_claim(struct kmap_ctrl *ctrl, uint32_t mask, uint32_t joined);

/* Give back the mapping at @start, which @ctrl, the current task's, holds on this CPU. */
void kmap_slots_release(struct kmap_ctrl *ctrl, unsigned int start);

#endif
