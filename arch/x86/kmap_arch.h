/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86. The PTE format is in kmap_arch_pte.h, found on the include path: one
 * folder for each (pae/), this file for what they share.
 *
 * Caches are physically tagged, so no hook has to touch them. A PTE that was
 * not present is never in the TLB, so installing one needs no invalidation
 * (Intel SDM volume 3, 4.10.4.3).
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12

#include "kmap_arch_pte.h"

/* Store one word: neither split, repeated nor moved across another access of these hooks. */
static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

/* Keep a PTE value in the task. The order matters: a restore may come in between. */
static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	kmap_pte_write(saved, value);
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_pte_erase(saved);
}

/* Make a mapping valid. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_pte_write(pte, value);
}

/* Make a mapping invalid; the TLB may still hold it. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	uint32_t words = (1u << KMAP_ARCH_PAGE_SHIFT) / 4;

	__asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	uint32_t words = (1u << KMAP_ARCH_PAGE_SHIFT) / 4;

	__asm__ volatile("rep stosl" : "+D"(page), "+c"(words) : "a"(0) : "memory");
}

#endif
