/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A PTE of one word. Before it includes this, the port defines kmap_pte_word_t, a type
 * that the machine stores in one step, and KMAP_PTE_NONE, the word that maps nothing.
 * For ports. Not for callers.
 */
#ifndef KMAP_PORT_PTE_ONE_WORD_H
#define KMAP_PORT_PTE_ONE_WORD_H

#include <kmap/port/pte_store.h>

struct kmap_pte {
	kmap_pte_word_t word;
};

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	struct kmap_pte none = { KMAP_PTE_NONE };

	return none;
}

/* Write a value, in a page table or in a task: one store. */
static inline void kmap_pte_write(struct kmap_pte *pte, struct kmap_pte value)
{
	KMAP_PTE_STORE(pte, word, value.word);
}

static inline void kmap_pte_erase(struct kmap_pte *pte)
{
	KMAP_PTE_STORE(pte, word, KMAP_PTE_NONE);
}

#endif
