/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine is a Linux process. RAM is a file; a valid PTE is a shared
 * mapping of one page of it at a fixed address, an absent PTE is a page
 * without any access, so a stale pointer really faults. A word beside each
 * slot remembers what the real page tables, which we cannot read, hold.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12

struct kmap_pte {
	uint64_t value;
};

typedef uint32_t kmap_prot_t;

#define KMAP_PTE_PRESENT 0x1u
#define KMAP_PTE_WRITE 0x2u
#define KMAP_PTE_EXECUTE 0x4u
#define KMAP_PROT_READ_ONLY KMAP_PTE_PRESENT
#define KMAP_PROT_DEFAULT (KMAP_PTE_PRESENT | KMAP_PTE_WRITE)
#define KMAP_PROT_UNCACHED KMAP_PROT_DEFAULT
#define KMAP_PROT_WRITE_COMBINED KMAP_PROT_DEFAULT
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)

/*
 * The process gives these two. Each is one step for the kernel: no signal
 * handler of the kernel runs inside. What may be done with the page is in @prot.
 */
void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot);
void kmap_um_page_unmap(void *address);

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	return (struct kmap_pte){ (uint64_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };
}

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	return (struct kmap_pte){ 0 };
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.value & KMAP_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)(pte.value >> KMAP_ARCH_PAGE_SHIFT);
}

static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	*(volatile uint64_t *)&saved->value = value.value;
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_arch_saved_write(saved, kmap_arch_pte_none());
}

/* The process first, the note of it last: a switch in between unmaps once more than needed. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	kmap_um_page_unmap(address);
	kmap_arch_saved_erase(pte);
}

/* The note first: a switch in between finds something to unmap. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	if (kmap_arch_pte_is_none(value)) {
		kmap_arch_pte_clear(pte, address);
		return;
	}
	kmap_arch_saved_write(pte, value);
	kmap_um_page_map(address, value.value & ~(uint64_t)0xfff, value.value & 0xfff);
}

/* Taking the page away was the invalidation. */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	(void)address;
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	__builtin_memcpy(to, from, 1u << KMAP_ARCH_PAGE_SHIFT);
}

static inline void kmap_arch_page_clear(void *page)
{
	__builtin_memset(page, 0, 1u << KMAP_ARCH_PAGE_SHIFT);
}

/* All mappings of a page of the file show the same memory. */
static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

/* Add one to a counter of this CPU; a signal that comes in between must not be lost. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/* The host sees to the caches: one colour, and nothing to empty before a mapping goes. */
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

/* Words that several CPUs change at a time. */
static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/* With a fence of its own: the processor below may be any. */
static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	bool done = __atomic_compare_exchange_n(word, &old, value, false, __ATOMIC_SEQ_CST,
						__ATOMIC_RELAXED);

	__sync_synchronize();
	return done;
}

#endif
