/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor whose CPUs are threads, for ThreadSanitizer.
 *
 * A PTE is plain memory that other threads read when they fill their TLB: so
 * whoever looks must be ordered after who wrote, by the words that CPUs share
 * and nothing else. Those have exactly the order that the template promises,
 * no more, so that a promise which is too weak shows as a data race.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12

struct kmap_pte {
	uint32_t word;
};

typedef uint32_t kmap_prot_t;

#define KMAP_PROT_DEFAULT 1u
#define KMAP_PROT_READ_ONLY 2u
#define KMAP_PROT_UNCACHED 3u
#define KMAP_PROT_WRITE_COMBINED 4u
#define KMAP_PROT_EXECUTABLE 5u

/* In machine.c: lets other threads run first, now and then. */
void race_jitter(void);
/* In machine.c: what a CPU does to its own TLB. */
void race_tlb_drop(const void *address);

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	return (struct kmap_pte){ (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };
}

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	return (struct kmap_pte){ 0 };
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return pte.word == 0;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_ARCH_PAGE_SHIFT;
}

static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	*(volatile uint32_t *)&saved->word = value.word;
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_arch_saved_write(saved, kmap_arch_pte_none());
}

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	race_jitter();
	kmap_arch_saved_write(pte, value);
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	race_jitter();
	kmap_arch_saved_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	race_tlb_drop(address);
}

/* Pages are a few words of a structure here; nobody copies or clears them. */
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

static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

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

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	uint32_t value = __atomic_load_n(word, __ATOMIC_ACQUIRE);

	race_jitter();
	return value;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	race_jitter();
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
	race_jitter();
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	bool done;

	race_jitter();
	done = __atomic_compare_exchange_n(word, &old, value, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_RELAXED);
	/* For the processor; the sanitizer does not know it, and so takes no order from it. */
	__sync_synchronize();
	race_jitter();
	return done;
}

#endif
