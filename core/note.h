/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Debug mode, for the other parts of the core: the notes on mappings, and the checks
 * that need them. Without debug mode there are no notes, and every check passes.
 */
#ifndef KMAP_CORE_NOTE_H
#define KMAP_CORE_NOTE_H

#include <kmap/kmap.h>

#include "mapping.h"

/* The note of the mapping at @slot, held or given back; zero where there is none. */
struct kmap_note kmap_note_read(const struct kmap_ctrl *ctrl, unsigned int slot);

#if KMAP_DEBUG

/* Whether these frames may be mapped, in this context; reports if not. */
bool kmap_debug_may_map(const struct kmap_frames *frames, size_t count, uintptr_t caller);

/* The slots of a new mapping are claimed: check that they are clean, and take a note. */
void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu, unsigned int start,
		       size_t count, uintptr_t caller);

/* Whether the mapping at @start may be given back from here; reports if not, notes if so. */
bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start, const void *address,
			  uintptr_t caller);

#else

static inline bool kmap_debug_may_map(const struct kmap_frames *frames, size_t count,
				      uintptr_t caller)
{
	(void)frames;
	(void)count;
	(void)caller;
	return true;
}

static inline void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_cpu *cpu,
				     unsigned int start, size_t count, uintptr_t caller)
{
	(void)ctrl;
	(void)cpu;
	(void)start;
	(void)count;
	(void)caller;
}

static inline bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start,
					const void *address, uintptr_t caller)
{
	(void)ctrl;
	(void)start;
	(void)address;
	(void)caller;
	return true;
}

#endif

#endif
