/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Words that all CPUs change.
 */
#ifndef KMAP_CORE_SHARED_H
#define KMAP_CORE_SHARED_H

#include <kmap/kmap.h>

/* Add @more, which may be UINT32_MAX for one less, to a word that all CPUs share. */
static inline void kmap_shared_add(uint32_t *word, uint32_t more)
{
	uint32_t value;

	do {
		value = kmap_arch_shared_load(word);
	} while (!kmap_arch_shared_swap(word, value, value + more));
}

#endif
