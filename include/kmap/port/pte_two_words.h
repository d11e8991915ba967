/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A PTE of two words of 32 bits. The low one says whether the PTE is valid: neither the
 * processor nor a task switch may find a valid low word beside a high word that does
 * not belong to it. The port defines KMAP_PTE_NONE, the low word that maps nothing,
 * before it includes this. For ports. Not for callers.
 */
#ifndef KMAP_PORT_PTE_TWO_WORDS_H
#define KMAP_PORT_PTE_TWO_WORDS_H

#include <stdint.h>

#include <kmap/port/pte_store.h>

struct kmap_pte {
	uint32_t low;
	uint32_t high;
};

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	struct kmap_pte none = { KMAP_PTE_NONE, 0 };

	return none;
}

/* From none to a value: the low word goes last. */
static inline void kmap_pte_write(struct kmap_pte *pte, struct kmap_pte value)
{
	KMAP_PTE_STORE(pte, high, value.high);
	KMAP_PTE_STORE(pte, low, value.low);
}

/* To none: the high word is not used while the low one is invalid, so it may stay. */
static inline void kmap_pte_erase(struct kmap_pte *pte)
{
	KMAP_PTE_STORE(pte, low, KMAP_PTE_NONE);
}

#endif
