/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLBs of Xtensa, one for data and one for instructions. The processor loads entries from page
 * tables into four ways of each.
 *
 * PDTLB and PITLB look for an address and say in which way it is. If the task is moved between them
 * and the invalidation, or a handler has another entry loaded there, that entry is invalidated
 * instead: it is in one of the four ways, and the processor loads it again. The one that was to go
 * went before: the switch to another CPU drops all that the task holds, or has held since; and a
 * handler's entry took the place of ours. So interrupts stay on.
 */
#ifndef KMAP_XTENSA_TLB_H
#define KMAP_XTENSA_TLB_H

#include <stdint.h>

#define KMAP_XTENSA_REFILL_WAYS 4
/* Entries of a way that the processor loads: 4, or 8, where the second four exist. */
#define KMAP_XTENSA_REFILL_ENTRIES 8

/*
 * Drop the entries for @address, if there are any: bit 4, for instructions bit 3, of what PDTLB and
 * PITLB give says so. The texts follow an entry that went.
 */
#define KMAP_XTENSA_TLB_DROP(address, after_data, after_fetch)                                     \
	({                                                                                         \
		uintptr_t entry_;                                                                  \
		__asm__ volatile("pdtlb %0, %1\n\t"                                                \
				 "bbci %0, 4, 1f\n\t"                                              \
				 "idtlb %0\n" after_data "1:\n\t"                                  \
				 "pitlb %0, %1\n\t"                                                \
				 "bbci %0, 3, 2f\n\t"                                              \
				 "iitlb %0\n" after_fetch "2:"                                     \
				 : "=&r"(entry_)                                                   \
				 : "r"(address)                                                    \
				 : "memory");                                                      \
	})

/* The one page, on this CPU. Loads and stores that follow do not use the entry, nor do fetches. */
static inline void kmap_xtensa_tlb_drop(const void *address)
{
	KMAP_XTENSA_TLB_DROP(address, "dsync\n", "isync\n");
}

/* The same, before kmap_xtensa_tlb_sync(). */
static inline void kmap_xtensa_tlb_drop_unordered(const void *address)
{
	KMAP_XTENSA_TLB_DROP(address, "", "");
}

/*
 * All that the processor has loaded, before the same. An address with the number of the way names
 * an entry.
 */
static inline void kmap_xtensa_tlb_drop_all(void)
{
	for (uintptr_t way = 0; way < KMAP_XTENSA_REFILL_WAYS; way++)
		for (uintptr_t i = 0; i < KMAP_XTENSA_REFILL_ENTRIES; i++)
			__asm__ volatile("idtlb %0\n\tiitlb %0"
					 :
					 : "r"(i << KMAP_ARCH_PAGE_SHIFT | way)
					 : "memory");
}

/* What was dropped is used neither by loads and stores that follow nor by fetches. */
static inline void kmap_xtensa_tlb_sync(void)
{
	__asm__ volatile("dsync\n\tisync" : : : "memory");
}

#endif
