/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * MIPS32, release 2 or later, with a TLB that software loads. References are to the MIPS32
 * Architecture Reference Manual, volume III, MD00090.
 *
 * A PTE has the layout of EntryLo. The host has a TLB refill handler that loads the two PTEs of a
 * pair of pages, an even one and the odd one after it, from the tables that kmap writes; and a
 * handler of the TLB invalid exception that loads them again, when one of them has become valid
 * since. So a map needs nothing but the store. See docs/porting.md.
 *
 * The TLB is reached through registers that interrupt handlers use as well: interrupts are off for
 * the few instructions of an invalidation. The address space identifier in EntryHi stays; what
 * else EntryHi, Index, EntryLo0 and EntryLo1 hold does not.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* GCC puts a SYNC on both sides of an exchange, but does not promise it. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
/* A TLB entry is found by any byte of its pages, and so are lines of the cache. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

/*
 * 1 makes kmap write the TLB when it maps, besides the PTE. That spares the refill at the first
 * access, and takes about as many instructions; but also where a mapping is restored and not used,
 * and with interrupts off. The refill handler cannot be left out, as any entry may be replaced.
 */
#ifndef KMAP_MIPS_WRITES_TLB
#define KMAP_MIPS_WRITES_TLB 0
#endif

#include <kmap/config.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

#include "kmap_mips_pte.h"
#include "kmap_mips_cache.h"
#include "kmap_mips_tlb.h"

/*
 * Else a refill on one CPU loads what another one has mapped in the first slot of its window, and
 * nobody drops that. The host puts the first window at an even page.
 */
KMAP_STATIC_ASSERT(!KMAP_WINDOW_CPU || KMAP_CPUS_MAX == 1 || (KMAP_SLOTS << KMAP_GUARD) % 2 == 0,
		   "KMAP_SLOTS must be even: a TLB entry maps two pages, which must not belong to "
		   "the windows of two CPUs");

/* Objects that differ in these do not link. */
#define KMAP_MIPS_CONFIG_PASTE(colours, retires, writes)                                           \
	mips_colours##colours##_retires##retires##_writes##writes
#define KMAP_MIPS_CONFIG_NAME(colours, retires, writes)                                            \
	KMAP_MIPS_CONFIG_PASTE(colours, retires, writes)
#define KMAP_ARCH_CONFIG                                                                           \
	KMAP_MIPS_CONFIG_NAME(KMAP_MIPS_COLOURS, KMAP_MIPS_CACHE_RETIRES, KMAP_MIPS_WRITES_TLB)

#include <kmap/port/saved_plain.h>

/*
 * The TLB may hold the pair with this PTE as it was, none: then the first access finds an invalid
 * entry, and the host's handler reads the PTE. That reads memory as any load does, in program
 * order, so there is no barrier.
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	kmap_pte_write(pte, value);
	if (KMAP_MIPS_WRITES_TLB)
		kmap_mips_tlb_write(pte, address);
}

/* The invalidation that follows drops the pair. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	uint32_t status = kmap_mips_tlb_begin();

	kmap_mips_tlb_drop((uintptr_t)address);
	kmap_mips_tlb_end(status);
}

/* A pair at a time. Where there are more pages than this, all entries go. */
#ifndef KMAP_MIPS_INVALIDATE_MAX
#define KMAP_MIPS_INVALIDATE_MAX 32
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	uintptr_t pair = (uintptr_t)address >> KMAP_MIPS_PAIR_SHIFT;
	uintptr_t last = ((uintptr_t)address + ((uintptr_t)pages << KMAP_ARCH_PAGE_SHIFT) - 1) >>
			 KMAP_MIPS_PAIR_SHIFT;
	uint32_t status = kmap_mips_tlb_begin();

	if (pages > KMAP_MIPS_INVALIDATE_MAX)
		kmap_mips_tlb_drop_all();
	else
		for (; pair <= last; pair++)
			kmap_mips_tlb_drop(pair << KMAP_MIPS_PAIR_SHIFT);
	kmap_mips_tlb_end(status);
}

/* Sixteen words in a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint32_t a, b, c, d;

	__asm__ volatile(".set push\n\t.set noreorder\n\t"
			 ".macro kmap_copy_four offset\n\t"
			 "lw %2, \\offset(%1)\n\tlw %3, \\offset+4(%1)\n\t"
			 "lw %4, \\offset+8(%1)\n\tlw %5, \\offset+12(%1)\n\t"
			 "sw %2, \\offset(%0)\n\tsw %3, \\offset+4(%0)\n\t"
			 "sw %4, \\offset+8(%0)\n\tsw %5, \\offset+12(%0)\n\t"
			 ".endm\n"
			 "1: kmap_copy_four 0\n\tkmap_copy_four 16\n\t"
			 "kmap_copy_four 32\n\tkmap_copy_four 48\n\t"
			 ".purgem kmap_copy_four\n\t"
			 "addiu %1, %1, 64\n\t"
			 "bne %1, %6, 1b\n\t"
			 "addiu %0, %0, 64\n\t"
			 ".set pop"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
			 : "r"(end)
			 : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile(".set push\n\t.set noreorder\n"
			 "1: sw $0, 0(%0)\n\tsw $0, 4(%0)\n\tsw $0, 8(%0)\n\tsw $0, 12(%0)\n\t"
			 "sw $0, 16(%0)\n\tsw $0, 20(%0)\n\tsw $0, 24(%0)\n\tsw $0, 28(%0)\n\t"
			 "sw $0, 32(%0)\n\tsw $0, 36(%0)\n\tsw $0, 40(%0)\n\tsw $0, 44(%0)\n\t"
			 "sw $0, 48(%0)\n\tsw $0, 52(%0)\n\tsw $0, 56(%0)\n\t"
			 "addiu %0, %0, 64\n\t"
			 "bne %0, %1, 1b\n\t"
			 "sw $0, -4(%0)\n\t"
			 ".set pop"
			 : "+r"(page)
			 : "r"(end)
			 : "memory");
}

/*
 * Add one to a counter of this CPU: load linked and store conditional, without the fences of an
 * atomic operation. An exception in between makes the store fail, because ERET ends the link.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
