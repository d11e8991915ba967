/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * kmap_arch_store() for machines that store an aligned word in one step and on which a
 * CPU sees its own stores in order: all known ones. For ports. Not for callers.
 */
#ifndef KMAP_PORT_STORE_H
#define KMAP_PORT_STORE_H

#include <stdint.h>

static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

#endif
