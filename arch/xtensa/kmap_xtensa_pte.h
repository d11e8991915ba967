/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs of Xtensa with the MMU option (ISA Reference Manual, 4.6.5): the frame from bit 12 on, the
 * ring in bits 4 and 5, attributes in bits 0 to 3.
 *
 * Bits 2 and 3 are the cache mode: bypass, write-back, write-through, and one that maps nothing. So
 * a PTE that maps nothing is not zero: zero is readable. Ring 0 means the address space whose
 * identifier is in the lowest byte of RASID, which is that of the kernel, always 1: all address
 * spaces have these mappings.
 */
#ifndef KMAP_XTENSA_PTE_H
#define KMAP_XTENSA_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_PTE_EXECUTE 0x1u
#define KMAP_PTE_WRITE 0x2u
#define KMAP_PTE_MODE 0xcu
#define KMAP_PTE_BYPASS 0x0u
#define KMAP_PTE_WRITE_BACK 0x4u
#define KMAP_PTE_INVALID 0xcu
#define KMAP_PTE_ATTRIBUTES 0xfu

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE KMAP_PTE_INVALID

#include <kmap/port/pte_one_word.h>

/*
 * Attributes: the low four bits of the PTE. Nothing is between cached and not: no writes combine.
 */
typedef uint32_t kmap_prot_t;

#define KMAP_PROT_READ_ONLY KMAP_PTE_WRITE_BACK
#define KMAP_PROT_DEFAULT (KMAP_PTE_WRITE_BACK | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PTE_BYPASS | KMAP_PTE_WRITE)
#define KMAP_PROT_WRITE_COMBINED KMAP_PROT_UNCACHED

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common. */
	struct kmap_pte pte = { ((uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT) + prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return (pte.word & KMAP_PTE_MODE) == KMAP_PTE_INVALID;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_ARCH_PAGE_SHIFT;
}

#endif
