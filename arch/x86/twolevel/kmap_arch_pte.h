/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86 PTEs of two-level page tables: 32 bits in one word, frames of 20 bits.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

/* Objects that were compiled for PAE do not link with these. */
#define KMAP_ARCH_CONFIG twolevel

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_one_word.h>
#include "../kmap_x86_pte_flags.h"

/* There is no no-execute bit. */
#define KMAP_X86_NO_EXECUTE 0

/* Attributes: the low 12 bits of the PTE. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_FLAGS 0xfffu

/* Accessed and dirty are set beforehand, so that the processor never writes the PTE. */
#define KMAP_PROT_READ_ONLY (KMAP_PTE_PRESENT | KMAP_PTE_ACCESSED | KMAP_PTE_DIRTY)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_CACHE_DISABLE | KMAP_PTE_WRITE_THROUGH)
#define KMAP_PROT_EXECUTABLE KMAP_PROT_DEFAULT
/* Entry 1 of the page attribute table, as with PAE. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_WRITE_THROUGH)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << 12 | (prot & KMAP_PTE_FLAGS) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> 12;
}

#endif
