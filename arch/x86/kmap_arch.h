/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86: what all PTE formats share. The format is in kmap_arch_pte.h, found on the include
 * path in pae/ or twolevel/, or in long/ for 64 bits.
 *
 * Caches are physically tagged, so no hook has to touch them. A PTE that was not
 * present is never in the TLB, so installing one needs no invalidation (Intel SDM
 * volume 3, 4.10.4.3).
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* Atomic instructions are full fences. */
#define KMAP_ARCH_SWAP_IS_FENCE 1
/* invlpg takes any byte of a page, and no other hook looks at the address of an unmap. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1
/* The functions on masks are here, not those of <kmap/internal/window.h>. */
#define KMAP_ARCH_MASKS

#include <kmap/port/caches_plain.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

#include "kmap_arch_pte.h"

#include <kmap/port/pte_in_memory.h>

#if KMAP_WINDOW_PRIVATE
/* The address is a constant and the slot times the size of a page: an operand, too. */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("invlpg %0" : : "m"(*(const char *)address) : "memory");
}
#else
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}
#endif

/*
 * More entries than this are invalidated by loading CR3, all at once, and with them those of
 * all other addresses that are not global. No PTE of kmap's is.
 */
#ifndef KMAP_X86_INVALIDATE_MAX
#define KMAP_X86_INVALIDATE_MAX 8
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	unsigned long tables;

	if (pages > KMAP_X86_INVALIDATE_MAX) {
		__asm__ volatile("mov %%cr3, %0; mov %0, %%cr3" : "=r"(tables) : : "memory");
		return;
	}
	for (char *page = (char *)address; pages; pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
		kmap_arch_tlb_invalidate_local(page);
}

/* The widest words that there are. */
#if __SIZEOF_POINTER__ == 8
#define KMAP_X86_MOVE_WORDS "rep movsq"
#define KMAP_X86_STORE_WORDS "rep stosq"
#else
#define KMAP_X86_MOVE_WORDS "rep movsl"
#define KMAP_X86_STORE_WORDS "rep stosl"
#endif

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	uintptr_t words = (1u << KMAP_ARCH_PAGE_SHIFT) / sizeof(words);

	__asm__ volatile(KMAP_X86_MOVE_WORDS : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	uintptr_t words = (1u << KMAP_ARCH_PAGE_SHIFT) / sizeof(words);

	__asm__ volatile(KMAP_X86_STORE_WORDS
			 : "+D"(page), "+c"(words)
			 : "a"((uintptr_t)0)
			 : "memory");
}

/* bsf says whether it has found a bit. */
static inline bool kmap_arch_mask_lowest(uint32_t mask, unsigned int *nr)
{
	bool any;

	__asm__("bsfl %2, %1" : "=@ccnz"(any), "=r"(*nr) : "r"(mask));
	return any;
}

/* One btc. */
static inline uint32_t kmap_arch_mask_rest(uint32_t mask, unsigned int nr)
{
	return mask ^ (uint32_t)1 << nr;
}

/* btc says what the bit was. */
static inline bool kmap_arch_mask_turn(uint32_t *mask, unsigned int nr)
{
	bool was_set;

	__asm__("btcl %2, %0" : "+r"(*mask), "=@ccc"(was_set) : "r"(nr));
	return was_set;
}

/* Add one to a counter of this CPU: one instruction, so no interrupt can come in between. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__asm__ volatile("incl %0" : "+m"(*counter) : : "cc");
}

#endif
