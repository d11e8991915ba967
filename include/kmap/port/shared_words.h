/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Words that several CPUs change, with the compiler's atomics. The port defines
 * KMAP_ARCH_SWAP_IS_FENCE before it includes this: 1 where the atomic instruction is a
 * full fence by itself, as on x86; else 0. For ports. Not for callers.
 */
#ifndef KMAP_PORT_SHARED_WORDS_H
#define KMAP_PORT_SHARED_WORDS_H

#include <stdbool.h>
#include <stdint.h>

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	bool done = __atomic_compare_exchange_n(word, &old, value, false, __ATOMIC_SEQ_CST,
						__ATOMIC_RELAXED);

	if (!KMAP_ARCH_SWAP_IS_FENCE)
		__sync_synchronize();
	return done;
}

#endif
