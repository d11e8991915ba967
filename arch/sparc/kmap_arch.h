/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SPARC of 32 bits, version 8, with the SPARC Reference MMU: PTEs of one word with frames of 24
 * bits. References are to The SPARC Architecture Manual, Version 8 (1992).
 *
 * For processors whose data cache is physically tagged and no larger than its ways allow, as
 * that of a SuperSPARC is: a page may have any address. Stores are in total order (TSO, chapter
 * 6): the host leaves partial store order off.
 *
 * A processor with this MMU has no protection that lets the kernel, but not its users, read and
 * write a page and not execute it (appendix H, table of ACC). So mappings are the kernel's alone,
 * and executable.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* The flush looks at bits 8 to 11 of the address. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 0

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/caches_plain.h>
#include <kmap/port/pte_one_word.h>
#include <kmap/port/store.h>

#include "kmap_sparc_words.h"

/*
 * The PTE of a page (appendix H). Modified and referenced beforehand: else the first access would
 * write the PTE, and the core keeps a copy of it. What only the kernel may access is found in
 * all contexts, so an invalidation need not name one.
 */
#define KMAP_PTE_TYPE 0x03u
#define KMAP_PTE_PAGE 0x02u
#define KMAP_PTE_READ_EXECUTE 0x18u
#define KMAP_PTE_READ_WRITE_EXECUTE 0x1cu
#define KMAP_PTE_REFERENCED 0x20u
#define KMAP_PTE_MODIFIED 0x40u
#define KMAP_PTE_CACHED 0x80u

#define KMAP_PTE_PFN_SHIFT 8

/* Attributes: the bits of the PTE. */
typedef uint32_t kmap_prot_t;

#define KMAP_PROT_UNCACHED                                                                         \
	(KMAP_PTE_PAGE | KMAP_PTE_READ_WRITE_EXECUTE | KMAP_PTE_REFERENCED | KMAP_PTE_MODIFIED)
#define KMAP_PROT_DEFAULT (KMAP_PROT_UNCACHED | KMAP_PTE_CACHED)
#define KMAP_PROT_READ_ONLY                                                                        \
	(KMAP_PTE_PAGE | KMAP_PTE_READ_EXECUTE | KMAP_PTE_REFERENCED | KMAP_PTE_MODIFIED |         \
	 KMAP_PTE_CACHED)
#define KMAP_PROT_EXECUTABLE KMAP_PROT_DEFAULT
#define KMAP_PROT_WRITE_COMBINED KMAP_PROT_UNCACHED

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common. */
	struct kmap_pte pte = { ((uint32_t)pfn << KMAP_PTE_PFN_SHIFT) + prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_TYPE);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_PTE_PFN_SHIFT;
}

#include <kmap/port/saved_plain.h>

/*
 * A table walk reads memory, and need not look into the store buffer. SWAP is not done before all
 * earlier stores are in memory, and what follows waits for it (chapter 6): when it is over, walks
 * find the PTE.
 */
static inline void kmap_sparc_pte_write(struct kmap_pte *pte, uint32_t word)
{
	__asm__ volatile("swap %1, %0" : "+r"(word), "+m"(pte->word) : : "memory");
}

/* A PTE that is not valid is not kept. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_sparc_pte_write(pte, value.word);
}

/* By SWAP as well, or a walk between the invalidation and the store would bring it back. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_sparc_pte_write(pte, KMAP_PTE_NONE);
}

/* Flushes of the TLB: where, and of what (appendix H). */
#define KMAP_SPARC_FLUSH 0x03
#define KMAP_SPARC_FLUSH_ALL 0x400

/* The entry of a page, on this CPU only. */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("sta %%g0, [%0] %1" : : "r"(address), "i"(KMAP_SPARC_FLUSH) : "memory");
}

/* More entries than this are invalidated all at once, and with them those of all other addresses. */
#ifndef KMAP_SPARC_INVALIDATE_MAX
#define KMAP_SPARC_INVALIDATE_MAX 64
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	if (pages > KMAP_SPARC_INVALIDATE_MAX) {
		kmap_arch_tlb_invalidate_local((void *)(uintptr_t)KMAP_SPARC_FLUSH_ALL);
		return;
	}
	for (char *page = (char *)address; pages; pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
		kmap_arch_tlb_invalidate_local(page);
}

/* Sixteen pairs of registers a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint64_t a, b, c, d;

	__asm__ volatile("1:\n\t"
			 ".set kmap_byte, 0\n\t"
			 ".rept 4\n\t"
			 "ldd [%1 + kmap_byte], %2\n\t"
			 "ldd [%1 + kmap_byte + 8], %3\n\t"
			 "ldd [%1 + kmap_byte + 16], %4\n\t"
			 "ldd [%1 + kmap_byte + 24], %5\n\t"
			 "std %2, [%0 + kmap_byte]\n\t"
			 "std %3, [%0 + kmap_byte + 8]\n\t"
			 "std %4, [%0 + kmap_byte + 16]\n\t"
			 "std %5, [%0 + kmap_byte + 24]\n\t"
			 ".set kmap_byte, kmap_byte + 32\n\t"
			 ".endr\n\t"
			 "add %1, 128, %1\n\t"
			 "cmp %1, %6\n\t"
			 "bne 1b\n\t"
			 " add %0, 128, %0"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
			 : "r"(end)
			 : "memory", "cc");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile("1:\n\t"
			 ".set kmap_byte, 0\n\t"
			 ".rept 16\n\t"
			 "std %2, [%0 + kmap_byte]\n\t"
			 ".set kmap_byte, kmap_byte + 8\n\t"
			 ".endr\n\t"
			 "add %0, 128, %0\n\t"
			 "cmp %0, %1\n\t"
			 "bne 1b\n\t"
			 " nop"
			 : "+r"(page)
			 : "r"(end), "r"((uint64_t)0)
			 : "memory", "cc");
}

#endif
