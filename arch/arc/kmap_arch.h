/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ARC HS (ARCv2, MMU version 4), with a TLB that software loads. Frames have 32 bits.
 *
 * A PTE has what the two halves of a TLB entry need, at bits that do not collide: the valid and the
 * global bit are those of TLBPD0, all others those of TLBPD1. The host's refill handler loads
 * TLBPD0 with the page's address and these two bits, TLBPD1 with the rest, and inserts them; where a
 * PTE is none it inserts nothing, and it is a fault. So a map needs nothing but the store. The
 * refill reads memory as any load does, in program order.
 *
 * Compiled only: no emulator in Debian runs it.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

/* log2 of the page size that the processor was configured with. */
#ifndef KMAP_ARC_PAGE_SHIFT
#define KMAP_ARC_PAGE_SHIFT 12
#endif
KMAP_STATIC_ASSERT(KMAP_ARC_PAGE_SHIFT >= 12 && KMAP_ARC_PAGE_SHIFT <= 14,
		   "KMAP_ARC_PAGE_SHIFT must be 12 to 14");
#define KMAP_ARCH_PAGE_SHIFT KMAP_ARC_PAGE_SHIFT
/* LLOCK and SCOND order nothing else. */
#define KMAP_ARCH_SWAP_IS_FENCE 0

/* Objects that differ in this do not link. */
#define KMAP_ARC_CONFIG_PASTE(shift) arc_page##shift
#define KMAP_ARC_CONFIG_NAME(shift) KMAP_ARC_CONFIG_PASTE(shift)
#define KMAP_ARCH_CONFIG KMAP_ARC_CONFIG_NAME(KMAP_ARC_PAGE_SHIFT)

/* Of TLBPD1: cached, and what the kernel may do. */
#define KMAP_PTE_CACHED 0x001u
#define KMAP_PTE_EXECUTE 0x010u
#define KMAP_PTE_WRITE 0x020u
#define KMAP_PTE_READ 0x040u
/* Of TLBPD0. An entry that is global is found, and deleted, in every address space. */
#define KMAP_PTE_GLOBAL 0x100u
#define KMAP_PTE_VALID 0x200u

typedef uint32_t kmap_pte_word_t;
#define KMAP_PTE_NONE 0

#include <kmap/port/pte_one_word.h>

#include <kmap/port/pte_in_memory.h>

/* The data cache of ARC HS behaves as if it were indexed by physical addresses. */
#include <kmap/port/caches_plain.h>
#include <kmap/port/page_bytes.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

/* Attributes: the bits of the PTE. Writes to what is not cached are not combined. */
typedef uint32_t kmap_prot_t;

#define KMAP_PROT_READ_ONLY (KMAP_PTE_VALID | KMAP_PTE_GLOBAL | KMAP_PTE_READ | KMAP_PTE_CACHED)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT & ~KMAP_PTE_CACHED)
#define KMAP_PROT_WRITE_COMBINED KMAP_PROT_UNCACHED

#include <kmap/port/pte_valid_bit.h>

/* Auxiliary registers, and a command. */
#define KMAP_ARC_TLBPD0 0x460
#define KMAP_ARC_TLBCOMMAND 0x465
#define KMAP_ARC_DELETE_ENTRY 8

/*
 * Delete the entry of the page, whichever address space it was loaded in; the micro-TLBs follow.
 * Interrupts are off, because a refill in a handler loads TLBPD0 as well.
 */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	uint32_t page = (uint32_t)(uintptr_t)address >> KMAP_ARCH_PAGE_SHIFT
								<< KMAP_ARCH_PAGE_SHIFT;
	uint32_t status;

	__asm__ volatile("clri %0\n\t"
			 "sr %1, [%2]\n\t"
			 "sr %3, [%4]\n\t"
			 "seti %0"
			 : "=&r"(status)
			 : "r"(page | KMAP_PTE_VALID), "i"(KMAP_ARC_TLBPD0),
			   "r"(KMAP_ARC_DELETE_ENTRY), "i"(KMAP_ARC_TLBCOMMAND)
			 : "memory");
}

/* Add one to a counter of this CPU. The return from an interrupt makes SCOND fail. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
