/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks that make and read a PTE of one word, for processors that have the frame's address in
 * it, attributes in the bits below, and among them one, KMAP_PTE_VALID, without which it maps
 * nothing. Include it after pte_one_word.h and kmap_prot_t. For ports. Not for callers.
 */
#ifndef KMAP_PORT_PTE_VALID_BIT_H
#define KMAP_PORT_PTE_VALID_BIT_H

#include <stdbool.h>
#include <stdint.h>

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_VALID);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_ARCH_PAGE_SHIFT;
}

#endif
