/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MicroBlaze with its memory management unit (C_USE_MMU = 3, C_MMU_TLB_ACCESS = 3), MSRSET and MSRCLR
 * (C_USE_MSR_INSTR = 1), and one CPU. References are to the MicroBlaze Processor Reference Guide,
 * UG984.
 *
 * A PTE has the layout of TLBLO. The host has a handler of TLB misses that loads it, if it is valid,
 * from the tables that kmap writes, under PID 0: then an address space has no say in it. A TLB entry
 * is there only for a PTE that is valid. So a map needs nothing but the store. See docs/porting.md.
 *
 * The TLB is reached through registers that interrupt handlers use as well: interrupts are off for
 * the few instructions of an invalidation. What TLBX and TLBSX hold does not stay, nor the carry.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#define KMAP_ARCH_PAGE_SHIFT 12

KMAP_STATIC_ASSERT(KMAP_CPUS_MAX == 1,
		   "KMAP_CPUS_MAX must be 1: this port has no barriers between CPUs");

/* TLBSX looks for the page that holds an address. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

/* The data cache goes by physical addresses (UG984, Data Cache). */
#include <kmap/port/caches_plain.h>
#include <kmap/port/store.h>

#include "kmap_microblaze_pte.h"
#include "kmap_microblaze_tlb.h"
#include "kmap_microblaze_words.h"

#include <kmap/port/pte_in_memory.h>

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	uint32_t status = kmap_microblaze_tlb_begin();

	kmap_microblaze_tlb_drop((uintptr_t)address);
	kmap_microblaze_tlb_end(status);
}

/* One page after the other. Where there are more than this, each TLB entry is looked at. */
#ifndef KMAP_MICROBLAZE_INVALIDATE_MAX
#define KMAP_MICROBLAZE_INVALIDATE_MAX 64
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	uintptr_t page = (uintptr_t)address >> KMAP_ARCH_PAGE_SHIFT << KMAP_ARCH_PAGE_SHIFT;
	uint32_t status = kmap_microblaze_tlb_begin();

	if (pages > KMAP_MICROBLAZE_INVALIDATE_MAX)
		kmap_microblaze_tlb_drop_range(page, pages);
	else
		for (; pages; pages--, page += 1u << KMAP_ARCH_PAGE_SHIFT)
			kmap_microblaze_tlb_drop(page);
	kmap_microblaze_tlb_end(status);
}

/* Sixteen words in a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint32_t a, b, c, d;

	__asm__ volatile(".macro kmap_copy_four offset\n\t"
			 "lwi %2, %1, \\offset\n\tlwi %3, %1, \\offset+4\n\t"
			 "lwi %4, %1, \\offset+8\n\tlwi %5, %1, \\offset+12\n\t"
			 "swi %2, %0, \\offset\n\tswi %3, %0, \\offset+4\n\t"
			 "swi %4, %0, \\offset+8\n\tswi %5, %0, \\offset+12\n\t"
			 ".endm\n"
			 "1: kmap_copy_four 0\n\tkmap_copy_four 16\n\t"
			 "kmap_copy_four 32\n\tkmap_copy_four 48\n\t"
			 ".purgem kmap_copy_four\n\t"
			 "addik %1, %1, 64\n\t"
			 "rsubk %2, %1, %6\n\t"
			 "bneid %2, 1b\n\t"
			 "addik %0, %0, 64"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
			 : "r"(end)
			 : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint32_t left;

	__asm__ volatile("1: swi r0, %0, 0\n\tswi r0, %0, 4\n\tswi r0, %0, 8\n\tswi r0, %0, 12\n\t"
			 "swi r0, %0, 16\n\tswi r0, %0, 20\n\tswi r0, %0, 24\n\tswi r0, %0, 28\n\t"
			 "swi r0, %0, 32\n\tswi r0, %0, 36\n\tswi r0, %0, 40\n\tswi r0, %0, 44\n\t"
			 "swi r0, %0, 48\n\tswi r0, %0, 52\n\tswi r0, %0, 56\n\t"
			 "addik %0, %0, 64\n\t"
			 "rsubk %1, %0, %2\n\t"
			 "bneid %1, 1b\n\t"
			 "swi r0, %0, -4"
			 : "+r"(page), "=&r"(left)
			 : "r"(end)
			 : "memory");
}

#endif
