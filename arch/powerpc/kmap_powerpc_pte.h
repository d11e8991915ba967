/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PTEs for the e500: one word, which holds a frame of 24 bits, all that 36 bits of physical address
 * have, and the bits that the registers MAS2 and MAS3 want. They are chosen so that a refill handler
 * needs few instructions to take it apart: the permissions are where MAS3 has them, and the memory
 * attributes four bits above their places in MAS2.
 *
 * The processor itself knows no PTEs. With one word there are no two halves that another CPU's
 * handler, or a task switch, could find mixed; and a map stores once.
 */
#ifndef KMAP_POWERPC_PTE_H
#define KMAP_POWERPC_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_PTE_FRAME_SHIFT 8
#define KMAP_PTE_FLAGS 0xffu
/* In MAS3 (E500CORERM, 2.12.5.4): SR, SW, SX. What maps a page can be read; so this is the valid bit. */
#define KMAP_PTE_VALID 0x01u
#define KMAP_PTE_WRITE 0x04u
#define KMAP_PTE_EXECUTE 0x10u
#define KMAP_PTE_PERMISSIONS 0x1fu
/* In MAS2 (2.12.5.3): G, M, I. */
#define KMAP_PTE_GUARDED 0x20u
#define KMAP_PTE_COHERENT 0x40u
#define KMAP_PTE_INHIBITED 0x80u
#define KMAP_PTE_MAS2_SHIFT 4
#define KMAP_PTE_ATTRIBUTES 0xe0u

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_one_word.h>

/* Attributes: the low eight bits of the PTE. */
typedef uint32_t kmap_prot_t;

/* All memory is coherent, as the direct map of the host is. */
#define KMAP_PROT_READ_ONLY (KMAP_PTE_VALID | KMAP_PTE_COHERENT)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_INHIBITED | KMAP_PTE_GUARDED)
/* Stores that are not cached, and not guarded either, may be gathered. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_INHIBITED)

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
