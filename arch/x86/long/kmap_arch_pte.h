/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86 PTEs of long mode, with four levels of page tables or five: 64 bits in one word, frames
 * of up to 40 bits. The bits are those of PAE.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

#include "../kmap_x86_no_execute.h"

/* Objects that differ in it do not link, nor do those for other PTEs. */
#define KMAP_X86_CONFIG_PASTE(no_execute) long_nx##no_execute
#define KMAP_X86_CONFIG_NAME(no_execute) KMAP_X86_CONFIG_PASTE(no_execute)
#define KMAP_ARCH_CONFIG KMAP_X86_CONFIG_NAME(KMAP_X86_NO_EXECUTE)

typedef uint64_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_one_word.h>
#include "../kmap_x86_pte_flags.h"

/* Attributes: the PTE without its frame. */
typedef uint64_t kmap_prot_t;

#define KMAP_PTE_NO_EXECUTE ((uint64_t)1 << 63)
#define KMAP_PTE_FRAME ((uint64_t)0xffffffffff << 12)

/* Accessed and dirty are set beforehand, so that the processor never writes the PTE. */
#define KMAP_PTE_BASE (KMAP_PTE_PRESENT | KMAP_PTE_ACCESSED | KMAP_PTE_DIRTY)
#define KMAP_PROT_EXECUTABLE ((kmap_prot_t)(KMAP_PTE_BASE | KMAP_PTE_WRITE))
#define KMAP_PROT_READ_ONLY (KMAP_PTE_BASE | KMAP_X86_NO_EXECUTE * KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_CACHE_DISABLE | KMAP_PTE_WRITE_THROUGH)
/* Entry 1 of the page attribute table, as with PAE. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_WRITE_THROUGH)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common: a sum is shorter, because lea keeps what it adds to. */
	struct kmap_pte pte = { ((uint64_t)pfn << 12) + (prot & ~KMAP_PTE_FRAME) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)((pte.word & KMAP_PTE_FRAME) >> 12);
}

#endif
