/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ARM PTEs in the short-descriptor format (B3.5.1, small pages): 32 bits in one word, frames of
 * 20 bits.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARM_FORMAT short

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_one_word.h>

/* Attributes: the low 12 bits of the PTE. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_FLAGS 0xfffu
#define KMAP_PTE_NO_EXECUTE 0x001u
#define KMAP_PTE_SMALL_PAGE 0x002u
/* Only the kernel may access it. The host does not use the access flag (SCTLR.AFE is 0). */
#define KMAP_PTE_PRIVILEGED 0x010u
#define KMAP_PTE_FORBID_WRITE 0x200u
#define KMAP_PTE_SHAREABLE 0x400u
/* Memory types, with TEX, C and B (B3.8.2; SCTLR.TRE is 0). */
#define KMAP_PTE_CACHED 0x04cu
#define KMAP_PTE_NOT_CACHED 0x040u
#define KMAP_PTE_DEVICE 0x004u

#define KMAP_PTE_BASE                                                                              \
	(KMAP_PTE_SMALL_PAGE | KMAP_PTE_PRIVILEGED | KMAP_PTE_SHAREABLE | KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_DEFAULT (KMAP_PTE_BASE | KMAP_PTE_CACHED)
#define KMAP_PROT_READ_ONLY (KMAP_PROT_DEFAULT | KMAP_PTE_FORBID_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT & ~KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PTE_BASE | KMAP_PTE_DEVICE)
/* Normal memory that is not cached: writes may be merged. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PTE_BASE | KMAP_PTE_NOT_CACHED)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << 12 | (prot & KMAP_PTE_FLAGS) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_SMALL_PAGE);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> 12;
}

#endif
