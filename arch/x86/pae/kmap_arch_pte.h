/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * x86 PTEs with physical address extension: 64 bits in two words, frames of
 * 36 bits and more, the present bit in the low word.
 */
#ifndef KMAP_ARCH_PTE_H
#define KMAP_ARCH_PTE_H

#include <stdbool.h>
#include <stdint.h>

#include "../kmap_x86_no_execute.h"

/* Objects that differ in it, or in the size of a PTE, do not link. */
#define KMAP_X86_CONFIG_PASTE(no_execute) pae_nx##no_execute
#define KMAP_X86_CONFIG_NAME(no_execute) KMAP_X86_CONFIG_PASTE(no_execute)
#define KMAP_ARCH_CONFIG KMAP_X86_CONFIG_NAME(KMAP_X86_NO_EXECUTE)

/* The low word that maps nothing. */
#define KMAP_PTE_NONE 0u

#include <kmap/port/pte_two_words.h>
#include "../kmap_x86_pte_flags.h"

/* Attributes: the low 12 bits of the PTE, and its topmost bit (no execute) as bit 31. */
typedef uint32_t kmap_prot_t;

#define KMAP_PTE_NO_EXECUTE 0x80000000u
#define KMAP_PTE_FLAGS_LOW 0xfffu

/* Accessed and dirty are set beforehand, so that the processor never writes the PTE. */
#define KMAP_PTE_BASE (KMAP_PTE_PRESENT | KMAP_PTE_ACCESSED | KMAP_PTE_DIRTY)
#define KMAP_PROT_EXECUTABLE (KMAP_PTE_BASE | KMAP_PTE_WRITE)
#define KMAP_PROT_READ_ONLY (KMAP_PTE_BASE | KMAP_X86_NO_EXECUTE * KMAP_PTE_NO_EXECUTE)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_CACHE_DISABLE | KMAP_PTE_WRITE_THROUGH)

/*
 * The write-through bit alone selects entry 1 of the page attribute table. The host
 * puts write-combining there on every CPU: it sets byte 1 of the register IA32_PAT to 1.
 * Without that the entry means write-through, which is correct for a frame buffer, but
 * slower.
 */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_WRITE_THROUGH)

#if KMAP_WINDOW_PRIVATE
/*
 * The address is a constant and eight times the slot. The compiler would compute it in a
 * register; as an operand it takes no instruction.
 */
#define KMAP_PTE_SET(pte, value)                                                                   \
	do {                                                                                       \
		__asm__ volatile("movl %1, %0" : "=m"((pte)->high) : "r"((value).high));           \
		__asm__ volatile("movl %1, %0" : "=m"((pte)->low) : "r"((value).low));             \
	} while (0)
#endif

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common: a sum is shorter, because lea keeps what it adds to. */
	struct kmap_pte pte = { ((uint32_t)pfn << 12) + (prot & KMAP_PTE_FLAGS_LOW),
				(uint32_t)pfn >> 20 | (prot & KMAP_PTE_NO_EXECUTE) };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.low & KMAP_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (pte.high & ~KMAP_PTE_NO_EXECUTE) << 20 | pte.low >> 12;
}

#endif
