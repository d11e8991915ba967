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

/* Caches are physically tagged. */
static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

/* Add one to a counter of this CPU: one instruction, so no interrupt comes in between. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__asm__ volatile("incl %0" : "+m"(*counter) : : "cc");
}

/* Caches are physically tagged: one colour, and nothing to empty before a mapping goes. */
#define KMAP_ARCH_COLOURS 1
#define KMAP_ARCH_CACHE_RETIRES 0
#define KMAP_ARCH_REUSES_POOL 0

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	(void)pfn;
	return 0;
}

static inline void kmap_arch_cache_retire(void *address)
{
	(void)address;
}

/* Words that several CPUs change at a time; on x86 plain loads and stores stay in order. */
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
	return __atomic_compare_exchange_n(word, &old, value, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_RELAXED);
}

#endif
