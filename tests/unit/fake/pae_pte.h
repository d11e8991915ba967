/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The PTE of arch/x86/pae in the fake machine, and how its processor reads it.
 */
#ifndef PAE_PTE_H
#define PAE_PTE_H

#include "../../../arch/x86/pae/kmap_arch_pte.h"

static inline unsigned long fake_pte_pfn(struct kmap_pte pte)
{
	unsigned long high = pte.high & ~KMAP_PTE_NO_EXECUTE;

	return high << 20 | pte.low >> KMAP_ARCH_PAGE_SHIFT;
}

static inline bool fake_pte_writable(struct kmap_pte pte)
{
	return pte.low & KMAP_PTE_WRITE;
}

static inline bool fake_pte_executable(struct kmap_pte pte)
{
	return !(pte.high & KMAP_PTE_NO_EXECUTE);
}

static inline bool fake_pte_has_prot(struct kmap_pte pte, kmap_prot_t prot)
{
	return (pte.low & KMAP_PTE_FLAGS_LOW) == (prot & KMAP_PTE_FLAGS_LOW) &&
	       (pte.high & KMAP_PTE_NO_EXECUTE) == (prot & KMAP_PTE_NO_EXECUTE);
}

#endif
