/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The PTE of arch/x86/long in the fake machine, and how its processor reads it.
 */
#ifndef LONG_PTE_H
#define LONG_PTE_H

#include "../../../arch/x86/long/kmap_arch_pte.h"

static inline unsigned long fake_pte_pfn(struct kmap_pte pte)
{
	return (pte.word & ~KMAP_PTE_NO_EXECUTE) >> KMAP_ARCH_PAGE_SHIFT;
}

static inline bool fake_pte_writable(struct kmap_pte pte)
{
	return pte.word & KMAP_PTE_WRITE;
}

static inline bool fake_pte_executable(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_NO_EXECUTE);
}

static inline bool fake_pte_has_prot(struct kmap_pte pte, kmap_prot_t prot)
{
	return (pte.word & ~KMAP_PTE_FRAME) == prot;
}

#endif
