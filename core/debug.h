/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The checks of debug mode, for the other parts of the core. Called only where
 * KMAP_DEBUG is 1.
 */
#ifndef KMAP_CORE_DEBUG_H
#define KMAP_CORE_DEBUG_H

#include <kmap/kmap.h>

/* Whether one may map these frames, in this context; reports if not. */
bool kmap_debug_may_map(const struct kmap_frames *frames, size_t count, uintptr_t caller);

/* The slots of a new mapping are claimed: check that they are clean, and take a note. */
void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int start,
		       size_t count, uintptr_t caller);

/* Whether the mapping at @start may be given back from here; reports if not, notes if so. */
bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start, const void *address,
			  uintptr_t caller);

#endif
