/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLB of the e500, which is reached through the MMU assist registers (MAS). An ISYNC stands
 * between a write of one of them and the instruction that uses it (E500CORERM, 2.16), and behind
 * what changes the TLB: accesses that follow are translated anew.
 *
 * No MSYNC is needed. Memory is coherent by its physical addresses, with which accesses that were
 * translated before go on; and the TLB of another CPU is never changed.
 */
#ifndef KMAP_POWERPC_TLB_H
#define KMAP_POWERPC_TLB_H

#include <stdint.h>

/*
 * 1: TLBILX invalidates entries of this CPU, which the e500mc and later ones have. 0: for the
 * e500v2, look for the entry and write it. TLBIVAX, which both have, is for the TLBs of all CPUs.
 */
#ifndef KMAP_POWERPC_TLBILX
#define KMAP_POWERPC_TLBILX 1
#endif

#define KMAP_MAS1_VALID 0x80000000u
/* A page of 4 KiB, in every address space (TID 0). */
#define KMAP_MAS1_PAGE (KMAP_MAS1_VALID | 0x100u)

/*
 * Interrupts off: a handler uses the same registers, and the task may be moved in it. A search
 * is in address space 0, and so finds what is in all of them. Code, stack and data of the caller must
 * be in TLB1: a refill would overwrite the registers.
 */
static inline uint32_t kmap_powerpc_tlb_begin(void)
{
	uint32_t state;

	__asm__ volatile("mfmsr %0\n\twrteei 0\n\t"
			 "mtspr 630, %1\n\t"
			 "isync" /* MAS6 is seen by TLBILX and TLBSX */
			 : "=&r"(state)
			 : "r"(0)
			 : "memory");
	return state;
}

/* Interrupts as they were. */
static inline void kmap_powerpc_tlb_end(uint32_t state)
{
	__asm__ volatile("wrtee %0" : : "r"(state) : "memory");
}

/* What changed the TLB is seen by instructions that follow. */
static inline void kmap_powerpc_tlb_changed(void)
{
	__asm__ volatile("isync" : : : "memory");
}

#if KMAP_POWERPC_TLBILX

static inline void kmap_powerpc_tlb_drop(uintptr_t address)
{
	__asm__ volatile(".machine push\n\t.machine e500mc\n\t"
			 "tlbilxva 0, %0\n\t"
			 ".machine pop"
			 :
			 : "r"(address)
			 : "memory");
}

/* All entries that are not protected; of the logical partition in MAS5, which is that of the host. */
static inline void kmap_powerpc_tlb_drop_all(void)
{
	__asm__ volatile(".machine push\n\t.machine e500mc\n\t"
			 "tlbilxlpid\n\t"
			 ".machine pop"
			 :
			 :
			 : "memory");
}

#else

/* The entry that is found is written again, but for the valid bit. */
static inline void kmap_powerpc_tlb_drop(uintptr_t address)
{
	uint32_t entry;

	__asm__ volatile("tlbsx 0, %1\n\t"
			 "mfspr %0, 625\n\t"
			 "cmpwi %0, 0\n\t"
			 "bge 1f\n\t"
			 "clrlwi %0, %0, 1\n\t"
			 "mtspr 625, %0\n\t"
			 "isync\n\t" /* MAS1 is seen by TLBWE */
			 "tlbwe\n"
			 "1:"
			 : "=&r"(entry)
			 : "r"(address)
			 : "memory", "cr0");
}

/* All of TLB0: MMUCSR0[TLB0_FI], which the processor clears when it is done. */
static inline void kmap_powerpc_tlb_drop_all(void)
{
	uint32_t flash = 4;

	__asm__ volatile("mtspr 1012, %0\n"
			 "1:\n\t"
			 "isync\n\t"
			 "mfspr %0, 1012\n\t"
			 "andi. %0, %0, 4\n\t"
			 "bne 1b"
			 : "+r"(flash)
			 :
			 : "memory", "cr0");
}

#endif

/*
 * Write the entry for @pte into TLB0, at the place that a search gives: where @address was found,
 * else where the next entry goes.
 */
static inline void kmap_powerpc_tlb_write(struct kmap_pte pte, const void *address)
{
	uint32_t state = kmap_powerpc_tlb_begin();
	uint32_t page = (uint32_t)(uintptr_t)address >> KMAP_ARCH_PAGE_SHIFT
								<< KMAP_ARCH_PAGE_SHIFT;

	__asm__ volatile("tlbsx 0, %0\n\t"
			 "mtspr 625, %1\n\t"
			 "mtspr 626, %2\n\t"
			 "mtspr 627, %3\n\t"
			 "mtspr 944, %4\n\t"
			 "isync\n\t" /* MAS1, MAS2, MAS3 and MAS7 are seen by TLBWE */
			 "tlbwe"
			 :
			 : "r"(page), "r"(KMAP_MAS1_PAGE),
			   "r"(page | (pte.word & KMAP_PTE_ATTRIBUTES) >> KMAP_PTE_MAS2_SHIFT),
			   "r"((pte.word & ~KMAP_PTE_FLAGS)
				       << (KMAP_ARCH_PAGE_SHIFT - KMAP_PTE_FRAME_SHIFT) |
			       (pte.word & KMAP_PTE_PERMISSIONS)),
			   "r"(pte.word >> (KMAP_PTE_FRAME_SHIFT + 32 - KMAP_ARCH_PAGE_SHIFT))
			 : "memory");
	kmap_powerpc_tlb_changed();
	kmap_powerpc_tlb_end(state);
}

#endif
