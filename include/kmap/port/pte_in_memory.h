/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks that write PTEs, for processors that walk page tables in memory and need
 * nothing but the store to see a PTE that was none before. Include it after one of
 * the pte_*_word*.h beside this file. For ports. Not for callers.
 *
 * A port that knows a shorter way to write a PTE into a page table defines KMAP_PTE_SET().
 */
#ifndef KMAP_PORT_PTE_IN_MEMORY_H
#define KMAP_PORT_PTE_IN_MEMORY_H

#include <kmap/port/saved_plain.h>

#ifndef KMAP_PTE_SET
#define KMAP_PTE_SET(pte, value) kmap_pte_write(pte, value)
#endif

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	KMAP_PTE_SET(pte, value);
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

#endif
