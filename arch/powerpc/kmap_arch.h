/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PowerPC with the MMU of the e500 (e500v2, e500mc): 32 bits, a TLB that software loads, 36 bits of
 * physical address. References are to the PowerPC e500 Core Family Reference Manual, E500CORERM.
 *
 * The host has handlers of TLB misses that take the PTE which kmap wrote apart into MAS2, MAS3 and
 * MAS7, and write it into TLB0; see docs/porting.md. A PTE that maps nothing is never loaded. So a map
 * needs nothing but the store.
 *
 * Entries of the windows have TID 0: they are in all address spaces. The MAS registers do not
 * survive an invalidation, nor a miss. Handlers that come with interrupts off, too (critical interrupts,
 * machine checks), save those that they change.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* GCC puts a SYNC before an exchange and an ISYNC behind it: stores may be seen in between. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
/* A TLB entry is found by any byte of its page. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

/*
 * 1 makes kmap write the TLB when it maps, besides the PTE. That spares the miss at the first access,
 * but takes instructions also where a mapping is restored and not used. The handler cannot be left
 * out, as any entry may be replaced.
 */
#ifndef KMAP_POWERPC_WRITES_TLB
#define KMAP_POWERPC_WRITES_TLB 0
#endif

#include <kmap/port/caches_plain.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

#include "kmap_powerpc_pte.h"
#include "kmap_powerpc_tlb.h"

/* Objects that differ in these do not link. */
#define KMAP_POWERPC_CONFIG_PASTE(tlbilx, writes) powerpc_tlbilx##tlbilx##_writes##writes
#define KMAP_POWERPC_CONFIG_NAME(tlbilx, writes) KMAP_POWERPC_CONFIG_PASTE(tlbilx, writes)
#define KMAP_ARCH_CONFIG KMAP_POWERPC_CONFIG_NAME(KMAP_POWERPC_TLBILX, KMAP_POWERPC_WRITES_TLB)

#include <kmap/port/saved_plain.h>

/*
 * The handler of a miss reads the PTE as any load does: in program order on this CPU, and on
 * another one after the load from which it knows the address. So there is no barrier.
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	kmap_pte_write(pte, value);
	if (KMAP_POWERPC_WRITES_TLB)
		kmap_powerpc_tlb_write(value, address);
}

/* The PTE goes first: a miss behind the invalidation must not find it. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	uint32_t state = kmap_powerpc_tlb_begin();

	kmap_powerpc_tlb_drop((uintptr_t)address);
	kmap_powerpc_tlb_changed();
	kmap_powerpc_tlb_end(state);
}

/* Where there are more pages than this, all entries go. */
#ifndef KMAP_POWERPC_INVALIDATE_MAX
#define KMAP_POWERPC_INVALIDATE_MAX 32
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	uintptr_t page = (uintptr_t)address;
	uint32_t state = kmap_powerpc_tlb_begin();

	if (pages > KMAP_POWERPC_INVALIDATE_MAX)
		kmap_powerpc_tlb_drop_all();
	else
		for (; pages; pages--, page += 1u << KMAP_ARCH_PAGE_SHIFT)
			kmap_powerpc_tlb_drop(page);
	kmap_powerpc_tlb_changed();
	kmap_powerpc_tlb_end(state);
}

/* Sixteen words in a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	uint32_t a, b, c, d;
	unsigned int rounds = (1 << KMAP_ARCH_PAGE_SHIFT) / 64;

	__asm__ volatile("mtctr %6\n"
			 "1:\n\t"
			 ".irp at, 0, 16, 32, 48\n\t"
			 "lwz %2, \\at(%1)\n\tlwz %3, \\at+4(%1)\n\t"
			 "lwz %4, \\at+8(%1)\n\tlwz %5, \\at+12(%1)\n\t"
			 "stw %2, \\at(%0)\n\tstw %3, \\at+4(%0)\n\t"
			 "stw %4, \\at+8(%0)\n\tstw %5, \\at+12(%0)\n\t"
			 ".endr\n\t"
			 "addi %1, %1, 64\n\t"
			 "addi %0, %0, 64\n\t"
			 "bdnz 1b"
			 : "+b"(to), "+b"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
			 : "r"(rounds)
			 : "memory", "ctr");
}

/* Not DCBZ: it is refused where the page is not cached. */
static inline void kmap_arch_page_clear(void *page)
{
	unsigned int rounds = (1 << KMAP_ARCH_PAGE_SHIFT) / 64;

	__asm__ volatile("mtctr %2\n"
			 "1:\n\t"
			 ".irp at, 0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60\n\t"
			 "stw %1, \\at(%0)\n\t"
			 ".endr\n\t"
			 "addi %0, %0, 64\n\t"
			 "bdnz 1b"
			 : "+b"(page)
			 : "r"(0), "r"(rounds)
			 : "memory", "ctr");
}

/*
 * Add one to a counter of this CPU: load with a reservation and store on condition, without the
 * fences of an atomic operation. A host ends the reservation when it returns from an interrupt.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
