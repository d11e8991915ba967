/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor with real memory: arch/um in the test process, with cache flushes counted.
 */
#ifndef PLAIN_ARCH_H
#define PLAIN_ARCH_H

#define kmap_arch_cache_flush um_cache_flush
#include "../../../arch/um/kmap_arch.h"
#undef kmap_arch_cache_flush

/* Fails the test unless @address is the first byte of a mapped page. */
void plain_cache_flush(const void *address);

static inline void kmap_arch_cache_flush(const void *address)
{
	plain_cache_flush(address);
}

#endif
