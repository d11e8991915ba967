/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ARM PTEs with the large physical address extension (the long-descriptor format): 64 bits, frames
 * of 28 bits.
 *
 * One step stores them: with this extension an aligned STRD is single-copy atomic (A3.5.3). As two
 * words (<kmap/port/pte_two_words.h>) a map and unmap takes two instructions more, and a mapping
 * held in a task switch three. To clear a PTE the word with the valid bit is enough, which takes one
 * less than STRD of two zeros.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARM_FORMAT lpae

/* The low word that maps nothing. */
#define KMAP_PTE_NONE 0u

struct kmap_pte {
	uint64_t word;
};

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	struct kmap_pte none = { KMAP_PTE_NONE };

	return none;
}

/* Compilers may split a store of 64 bits, even a volatile one. Uq is any address that STRD takes. */
static inline void kmap_pte_write(struct kmap_pte *pte, struct kmap_pte value)
{
	__asm__ volatile("strd %1, %H1, %0" : "=Uq"(pte->word) : "r"(value.word));
}

KMAP_STATIC_ASSERT(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the low word comes first");

/* The high word is not used while the low one is invalid, so it may stay. */
static inline void kmap_pte_erase(struct kmap_pte *pte)
{
	__asm__ volatile("str %1, %0" : "+m"(*(uint32_t *)pte) : "r"(KMAP_PTE_NONE) : "memory");
}

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
 * (the manual on that register). 0: write-back, allocating; 1: device; 2: normal, not cached.
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
