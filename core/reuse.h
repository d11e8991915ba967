/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a cache must not see a page at two addresses (KMAP_ARCH_REUSES_PERSISTENT), a
 * local mapping of a page that has a persistent mapping is one user more of that.
 * Elsewhere nothing of this is compiled.
 */
#ifndef KMAP_CORE_REUSE_H
#define KMAP_CORE_REUSE_H

#include <kmap/kmap.h>

#if KMAP_ARCH_REUSES_PERSISTENT && KMAP_PERSISTENT

/* The address that the frame has in the persistent window, with one user more; NULL for none. */
void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot);

/* Whether @address is in the persistent window; if so, takes a user off it, or reports. */
bool kmap_reuse_unmap(const void *address, uintptr_t caller);

#else

static inline void *kmap_reuse_map(unsigned long pfn, kmap_prot_t prot)
{
	(void)pfn;
	(void)prot;
	return NULL;
}

static inline bool kmap_reuse_unmap(const void *address, uintptr_t caller)
{
	(void)address;
	(void)caller;
	return false;
}

#endif

#endif
