/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ARM PTEs with the large physical address extension (the long-descriptor format, B3.6.1): 64
 * bits, frames of 28 bits.
 *
 * One step stores them: with this extension an aligned STRD is single-copy atomic (A3.5.3). So
 * they are words of 64 bits, and not <kmap/port/pte_two_words.h>, with which map and unmap take
 * two instructions more.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARM_FORMAT lpae

typedef uint64_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0u

/* Compilers may split a store of 64 bits, even a volatile one. */
#define KMAP_PTE_STORE(pte, member, value)                                                         \
	__asm__ volatile("strd %1, %H1, %0"                                                        \
			 : "=Q"(((volatile struct kmap_pte *)(pte))->member)                       \
			 : "r"((kmap_pte_word_t)(value)))

#include <kmap/port/pte_one_word.h>

/* Attributes: the low 12 bits of the PTE, and bit 54 (execute never) as bit 22. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_FLAGS 0xfffu
#define KMAP_PTE_PAGE 0x003u
#define KMAP_PTE_FORBID_WRITE 0x080u
#define KMAP_PTE_SHAREABLE 0x300u
#define KMAP_PTE_ACCESSED 0x400u
#define KMAP_PTE_NO_EXECUTE 0x00400000u

/*
 * Memory types are numbers, which the host defines in the register MAIR0 of every CPU: this value
 * (B3.8.3). 0: write-back, allocating; 1: device; 2: normal, not cached.
 */
#define KMAP_ARM_MAIR0 0x004404ffu
#define KMAP_PTE_CACHED 0x000u
#define KMAP_PTE_DEVICE 0x004u
#define KMAP_PTE_NOT_CACHED 0x008u

/* Accessed is set beforehand: no processor of this version sets it by itself. */
#define KMAP_PTE_BASE (KMAP_PTE_PAGE | KMAP_PTE_SHAREABLE | KMAP_PTE_ACCESSED | KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_DEFAULT (KMAP_PTE_BASE | KMAP_PTE_CACHED)
#define KMAP_PROT_READ_ONLY (KMAP_PROT_DEFAULT | KMAP_PTE_FORBID_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT & ~KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PTE_BASE | KMAP_PTE_DEVICE)
/* Normal memory that is not cached: writes may be merged. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PTE_BASE | KMAP_PTE_NOT_CACHED)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint64_t)((uint32_t)pfn >> 20 | (prot & KMAP_PTE_NO_EXECUTE))
					<< 32 |
				((uint32_t)pfn << 12 | (prot & KMAP_PTE_FLAGS)) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & 1);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)(pte.word >> 12 & 0xfffffffu);
}

#endif
