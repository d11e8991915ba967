/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor whose CPUs are threads, for ThreadSanitizer.
 *
 * A PTE is plain memory that other threads read when they fill their TLB. So a read must
 * be ordered after the write, and only the shared words can do that. They have exactly
 * the ordering that the template specifies: if that is too weak, it shows as a data race.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12

typedef uint32_t kmap_pte_word_t;
#define KMAP_PTE_NONE 0u
#define KMAP_ARCH_SWAP_IS_FENCE 0

#include <kmap/port/caches_plain.h>
#include <kmap/port/store.h>
#include <kmap/port/pte_one_word.h>

typedef uint32_t kmap_prot_t;

#define KMAP_PROT_DEFAULT 1u
#define KMAP_PROT_READ_ONLY 2u
#define KMAP_PROT_UNCACHED 3u
#define KMAP_PROT_WRITE_COMBINED 4u
#define KMAP_PROT_EXECUTABLE 5u

/* In machine.c: now and then lets other threads run first. */
void race_jitter(void);
/* In machine.c: local TLB invalidation. */
void race_tlb_drop(const void *address);

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return pte.word == 0;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_ARCH_PAGE_SHIFT;
}

#include <kmap/port/saved_plain.h>

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	race_jitter();
	kmap_pte_write(pte, value);
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	race_jitter();
	kmap_pte_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	race_tlb_drop(address);
}

/* A page is a small structure here; no test copies or clears one. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	(void)to;
	(void)from;
	__builtin_trap();
}

static inline void kmap_arch_page_clear(void *page)
{
	(void)page;
	__builtin_trap();
}

static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/* Shared words are those of the piece, but other threads run in between. */
#define kmap_arch_shared_load race_plain_load
#define kmap_arch_shared_store race_plain_store
#define kmap_arch_shared_swap race_plain_swap
#include <kmap/port/shared_words.h>
#undef kmap_arch_shared_load
#undef kmap_arch_shared_store
#undef kmap_arch_shared_swap

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	uint32_t value = race_plain_load(word);

	race_jitter();
	return value;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	race_jitter();
	race_plain_store(word, value);
	race_jitter();
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	bool done;

	race_jitter();
	/* ThreadSanitizer does not see the fence in it. */
	done = race_plain_swap(word, old, value);
	race_jitter();
	return done;
}

#endif
