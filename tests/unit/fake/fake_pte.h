/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fake's own PTE of one or two words.
 */
#ifndef FAKE_PTE_H
#define FAKE_PTE_H

#include <stdint.h>

typedef uint32_t kmap_pte_word_t;
#define KMAP_PTE_NONE FAKE_NONE

#if FAKE_PTE_WORDS > 1
#include <kmap/port/pte_two_words.h>
#else
#include <kmap/port/pte_one_word.h>
#endif

typedef uint32_t kmap_prot_t;

#define FAKE_PTE_PRESENT 0x1u
#define FAKE_PTE_WRITE 0x2u
#define FAKE_PTE_UNCACHED 0x4u
#define FAKE_PTE_WRITE_COMBINED 0x10u
#define FAKE_PTE_EXECUTE 0x20u
#define KMAP_PROT_DEFAULT (FAKE_PTE_PRESENT | FAKE_PTE_WRITE)
#define KMAP_PROT_READ_ONLY FAKE_PTE_PRESENT
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | FAKE_PTE_UNCACHED)
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | FAKE_PTE_WRITE_COMBINED)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | FAKE_PTE_EXECUTE)

#if FAKE_PTE_WORDS > 1

static inline struct kmap_pte fake_pte_of(uint32_t low, uint32_t high)
{
	struct kmap_pte pte = { low, high };

	return pte;
}

static inline uint32_t fake_pte_low(struct kmap_pte pte)
{
	return pte.low;
}

static inline uint32_t fake_pte_high(struct kmap_pte pte)
{
	return pte.high;
}

#else

static inline struct kmap_pte fake_pte_of(uint32_t low, uint32_t high)
{
	struct kmap_pte pte = { low };

	(void)high;
	return pte;
}

static inline uint32_t fake_pte_low(struct kmap_pte pte)
{
	return pte.word;
}

static inline uint32_t fake_pte_high(struct kmap_pte pte)
{
	(void)pte;
	return 0;
}

#endif

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	return fake_pte_of((uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot, (uint32_t)(pfn >> 20));
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	if (FAKE_NONE)
		return (fake_pte_low(pte) & FAKE_NONE) != 0;
	return !(fake_pte_low(pte) & FAKE_PTE_PRESENT);
}

/* As the processor decodes a valid PTE: PFN and write permission. */
static inline unsigned long fake_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)fake_pte_high(pte) << 20 | fake_pte_low(pte) >> KMAP_ARCH_PAGE_SHIFT;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return fake_pte_pfn(pte);
}

static inline bool fake_pte_writable(struct kmap_pte pte)
{
	return fake_pte_low(pte) & FAKE_PTE_WRITE;
}

static inline bool fake_pte_executable(struct kmap_pte pte)
{
	return fake_pte_low(pte) & FAKE_PTE_EXECUTE;
}

/* Whether a PTE has the attributes @prot. */
static inline bool fake_pte_has_prot(struct kmap_pte pte, kmap_prot_t prot)
{
	return (fake_pte_low(pte) & 0xfffu) == prot;
}

#endif
