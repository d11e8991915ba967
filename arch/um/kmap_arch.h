/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine is a Linux process. RAM is a file. A valid PTE is a shared mapping of one
 * page of it at a fixed address; an absent PTE is a page without access, so that a
 * stale pointer faults. A word for each slot records what is in the real page tables,
 * which the process cannot read.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#define KMAP_ARCH_PAGE_SHIFT 12

/* The host processor may be of any kind, so a swap needs a separate fence. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
typedef uint64_t kmap_pte_word_t;
#define KMAP_PTE_NONE 0

/* Linux keeps caches coherent: all mappings of a page of the file show the same memory. */
#include <kmap/port/caches_plain.h>
#include <kmap/port/page_bytes.h>
#include <kmap/port/pte_one_word.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

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
 * The process provides these two. For the kernel each is atomic: no signal handler of
 * the kernel runs inside. @prot has the access permissions.
 */
KMAP_DECLARATIONS_BEGIN
void kmap_um_page_map(void *address, uint64_t offset, kmap_prot_t prot);
void kmap_um_page_unmap(void *address);
KMAP_DECLARATIONS_END

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint64_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)(pte.word >> KMAP_ARCH_PAGE_SHIFT);
}

#include <kmap/port/saved_plain.h>

/* The mapping first, the word last: a switch in between only unmaps once more. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	kmap_um_page_unmap(address);
	kmap_arch_saved_erase(pte);
}

/* The word first: a switch in between finds something to unmap. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	if (kmap_arch_pte_is_none(value)) {
		kmap_arch_pte_clear(pte, address);
		return;
	}
	kmap_arch_saved_write(pte, value);
	kmap_um_page_map(address, value.word & ~(uint64_t)0xfff, value.word & 0xfff);
}

/* Unmapping the page was the invalidation. */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	(void)address;
	__asm__ volatile("" : : : "memory");
}

/* Add one to a counter of this CPU; a signal that comes in between must not be lost. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
