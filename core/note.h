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
void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_window *window, unsigned int start,
		       const struct kmap_frames *frames, size_t count, uintptr_t caller);

/* Whether the mapping at @start may be given back from here; reports if not, notes if so. */
bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start, const void *address,
			  bool atomic, uintptr_t caller);

/* The @count pages of the mapping at @start are about to go. */
void kmap_debug_released(const struct kmap_ctrl *ctrl, unsigned int start, unsigned int count);

/* Whether any task or handler has a local mapping of @page. */
bool kmap_debug_page_is_held(const kmap_page_t *page);

/* Whether what all CPUs share may be changed in this context; reports if not. */
bool kmap_debug_may_share(uintptr_t caller);

/* Whether these frames can be those of a device; reports if not. */
bool kmap_debug_io_frames(unsigned long first, uint64_t count, uintptr_t caller);

/*
 * CPU @number is about to be set up: whether it was before, and a mapping is still
 * in this slot; reports if so.
 */
bool kmap_debug_is_held(const struct kmap_window *window, unsigned int number, unsigned int slot,
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

static inline void kmap_debug_mapped(struct kmap_ctrl *ctrl, const struct kmap_window *window,
				     unsigned int start, const struct kmap_frames *frames,
				     size_t count, uintptr_t caller)
{
	(void)ctrl;
	(void)window;
	(void)start;
	(void)frames;
	(void)count;
	(void)caller;
}

static inline bool kmap_debug_may_unmap(struct kmap_ctrl *ctrl, unsigned int start,
					const void *address, bool atomic, uintptr_t caller)
{
	(void)ctrl;
	(void)start;
	(void)address;
	(void)atomic;
	(void)caller;
	return true;
}

static inline bool kmap_debug_page_is_held(const kmap_page_t *page)
{
	(void)page;
	return false;
}

static inline void kmap_debug_released(const struct kmap_ctrl *ctrl, unsigned int start,
				       unsigned int count)
{
	(void)ctrl;
	(void)start;
	(void)count;
}

static inline bool kmap_debug_may_share(uintptr_t caller)
{
	(void)caller;
	return true;
}

static inline bool kmap_debug_io_frames(unsigned long first, uint64_t count, uintptr_t caller)
{
	(void)first;
	(void)count;
	(void)caller;
	return true;
}

static inline bool kmap_debug_is_held(const struct kmap_window *window, unsigned int number,
				      unsigned int slot, uintptr_t caller)
{
	(void)window;
	(void)number;
	(void)slot;
	(void)caller;
	return false;
}

#endif

#endif
