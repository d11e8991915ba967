/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs of MIPS in the layout of EntryLo0 and EntryLo1 (9.6): one word, frames of 24 bits.
 *
 * A TLB entry is global, found in every address space, only if both halves are (9.6, G). So a PTE
 * that maps nothing is global, too: beside one that does not say so, a mapping would be found in
 * one address space only, and the invalidation in another would leave it. The tables are filled
 * with kmap_arch_pte_none() at boot, also where kmap never writes.
 */
#ifndef KMAP_MIPS_PTE_H
#define KMAP_MIPS_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_PTE_GLOBAL 0x1u
#define KMAP_PTE_VALID 0x2u
#define KMAP_PTE_WRITE 0x4u
#define KMAP_PTE_CACHE_SHIFT 3
#define KMAP_PTE_FLAGS 0x3fu
#define KMAP_PTE_FRAME_SHIFT 6

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE KMAP_PTE_GLOBAL

#include <kmap/port/pte_one_word.h>

/*
 * Kinds of memory (9.6, table 9.8): cached, as KSEG0 is by Config.K0, which differs between
 * processors; and uncached accelerated, which the 24K and 34K have for writes that are combined.
 */
#ifndef KMAP_MIPS_CACHED
#define KMAP_MIPS_CACHED 3u
#endif
#define KMAP_MIPS_UNCACHED 2u
#ifndef KMAP_MIPS_ACCELERATED
#define KMAP_MIPS_ACCELERATED 7u
#endif

/* Attributes: the low six bits of the PTE. There is no no-execute bit. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_KIND(kind) ((kind) << KMAP_PTE_CACHE_SHIFT | KMAP_PTE_VALID | KMAP_PTE_GLOBAL)
#define KMAP_PROT_READ_ONLY KMAP_PTE_KIND(KMAP_MIPS_CACHED)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE KMAP_PROT_DEFAULT
#define KMAP_PROT_UNCACHED (KMAP_PTE_KIND(KMAP_MIPS_UNCACHED) | KMAP_PTE_WRITE)
#define KMAP_PROT_WRITE_COMBINED (KMAP_PTE_KIND(KMAP_MIPS_ACCELERATED) | KMAP_PTE_WRITE)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << KMAP_PTE_FRAME_SHIFT | (prot & KMAP_PTE_FLAGS) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_VALID);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_PTE_FRAME_SHIFT;
}

#endif
