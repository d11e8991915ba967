/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a cache must not see a page at two addresses (KMAP_ARCH_REUSES_PERSISTENT), a
 * local mapping of a page that has a persistent mapping is one user more of that.
 * Elsewhere nothing of this is compiled.
 */
#ifndef KMAP_CORE_REUSE_H
#define KMAP_CORE_REUSE_H

#include <kmap/kmap.h>

struct kmap_frames;

#if KMAP_ARCH_REUSES_PERSISTENT && KMAP_PERSISTENT

/* The address that the frame has in the persistent window, with one user more; NULL for none. */
void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot);

/* Whether @address is in the persistent window; if so, takes a user off it, or reports. */
bool kmap_reuse_unmap(const void *address, uintptr_t caller);

/*
 * A page of these frames that is in use in the persistent window, and so must not be
 * mapped in a slot; NULL for none. kmap_reuse_map() was asked before.
 */
const kmap_page_t *kmap_reuse_conflict(const struct kmap_frames *frames, size_t count);

/*
 * The same, and for one frame the address that it has by now, with one user more: NULL and a
 * page in *@conflict is a mapping that must not be; NULL and none is one that takes a slot.
 */
void *kmap_reuse_resolve(const struct kmap_frames *frames, size_t count, kmap_prot_t prot,
			 const kmap_page_t **conflict);

/*
 * Whether the current task, in debug mode any task, has @page in a slot, so that kmap() must
 * not map it; reports if so.
 */
bool kmap_reuse_held(const kmap_page_t *page, uintptr_t caller);

#else

static inline void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot)
{
	(void)pfn;
	(void)prot;
	return NULL;
}

static inline const kmap_page_t *kmap_reuse_conflict(const struct kmap_frames *frames, size_t count)
{
	(void)frames;
	(void)count;
	return NULL;
}

static inline void *kmap_reuse_resolve(const struct kmap_frames *frames, size_t count,
				       kmap_prot_t prot, const kmap_page_t **conflict)
{
	(void)frames;
	(void)count;
	(void)prot;
	*conflict = NULL;
	return NULL;
}

static inline bool kmap_reuse_held(const kmap_page_t *page, uintptr_t caller)
{
	(void)page;
	(void)caller;
	return false;
}

static inline bool kmap_reuse_unmap(const void *address, uintptr_t caller)
{
	(void)address;
	(void)caller;
	return false;
}

#endif

#endif
