/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fake's own PTE of one or two words.
 */
#ifndef FAKE_PTE_H
#define FAKE_PTE_H

struct kmap_pte {
	uint32_t word[FAKE_PTE_WORDS];
};

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

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	return (struct kmap_pte){ { FAKE_NONE } };
}

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { { (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot } };

	if (FAKE_PTE_WORDS > 1)
		pte.word[FAKE_PTE_WORDS - 1] = (uint32_t)(pfn >> 20);
	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	if (FAKE_NONE)
		return (pte.word[0] & FAKE_NONE) != 0;
	return !(pte.word[0] & FAKE_PTE_PRESENT);
}

/* The word with the present bit last. */
static inline void kmap_pte_write(struct kmap_pte *pte, struct kmap_pte value)
{
	for (int nr = FAKE_PTE_WORDS - 1; nr >= 0; nr--)
		fake_store(&pte->word[nr], value.word[nr], "PTE word");
}

/* The word with the present bit first. */
static inline void kmap_pte_erase(struct kmap_pte *pte)
{
	struct kmap_pte none = kmap_arch_pte_none();

	for (int nr = 0; nr < FAKE_PTE_WORDS; nr++)
		fake_store(&pte->word[nr], none.word[nr], "PTE word erased");
}

/* What the processor does: frame number and write permission of a valid PTE. */
static inline unsigned long fake_pte_pfn(struct kmap_pte pte)
{
	unsigned long high = FAKE_PTE_WORDS > 1 ? pte.word[FAKE_PTE_WORDS - 1] : 0;

	return high << 20 | pte.word[0] >> KMAP_ARCH_PAGE_SHIFT;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return fake_pte_pfn(pte);
}

static inline bool fake_pte_writable(struct kmap_pte pte)
{
	return pte.word[0] & FAKE_PTE_WRITE;
}

static inline bool fake_pte_executable(struct kmap_pte pte)
{
	return pte.word[0] & FAKE_PTE_EXECUTE;
}

/* Attributes that a PTE made with @prot has. */
static inline bool fake_pte_has_prot(struct kmap_pte pte, kmap_prot_t prot)
{
	return (pte.word[0] & 0xfffu) == prot;
}

#endif
