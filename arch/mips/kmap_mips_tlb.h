/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLB of MIPS. EHB clears the hazards between instructions on registers of coprocessor 0
 * (MD00090, 8.1, table 8.1); it is named at each line which one.
 */
#ifndef KMAP_MIPS_TLB_H
#define KMAP_MIPS_TLB_H

#include <stdint.h>

/* log2 of the bytes that a TLB entry maps: two pages. */
#define KMAP_MIPS_PAIR_SHIFT (KMAP_ARCH_PAGE_SHIFT + 1)

/* Interrupts off: an interrupt handler uses the same registers, and the task may be moved in it. */
static inline uint32_t kmap_mips_tlb_begin(void)
{
	uint32_t status;

	/* EHB: from here on no interrupt is taken. */
	__asm__ volatile("di %0\n\tehb" : "=r"(status) : : "memory");
	return status;
}

/* Interrupts as they were; when one comes after that does not matter, so there is no EHB. */
static inline void kmap_mips_tlb_end(uint32_t status)
{
	__asm__ volatile("mtc0 %0, $12" : : "r"(status) : "memory");
}

/*
 * Drop the pair of pages that holds @address, if it is there: its entry gets the number of a pair
 * in KSEG0, which no access looks for, and another one for each entry, because two equal ones are
 * an error. The EntryLo registers go along as they are.
 */
static inline void kmap_mips_tlb_drop(uintptr_t address)
{
	uint32_t high, pair = (uint32_t)address >> KMAP_MIPS_PAIR_SHIFT, unmapped;

	__asm__ volatile(".set push\n\t.set noreorder\n\t"
			 "mfc0 %0, $10\n\t"
			 "ins %0, %1, 13, 19\n\t"
			 "mtc0 %0, $10\n\t"
			 "ehb\n\t" /* EntryHi is seen by TLBP */
			 "tlbp\n\t"
			 "ehb\n\t" /* Index is seen by MFC0 */
			 "mfc0 %1, $0\n\t"
			 "bltz %1, 1f\n\t"
			 "lui %2, 0x8000\n\t"
			 "ins %0, %1, 13, 19\n\t"
			 "or %0, %0, %2\n\t"
			 "mtc0 %0, $10\n\t"
			 "ehb\n\t" /* EntryHi is seen by TLBWI */
			 "tlbwi\n\t"
			 "ehb\n" /* the entry is seen by loads and stores */
			 "1:\n\t.set pop"
			 : "=&r"(high), "+&r"(pair), "=&r"(unmapped)
			 :
			 : "memory");
}

/* Drop all pairs, but for those in wired entries. */
static inline void kmap_mips_tlb_drop_all(void)
{
	uint32_t high, index, last, mapped = 0x80000000u;

	__asm__ volatile(".set push\n\t.set noreorder\n\t"
			 "mfc0 %2, $16, 1\n\t"
			 "ext %2, %2, 25, 6\n\t"
			 "mfc0 %1, $6\n\t"
			 "mfc0 %0, $10\n"
			 "1:\n\t"
			 "ins %0, %1, 13, 19\n\t"
			 "or %0, %0, %3\n\t"
			 "mtc0 %0, $10\n\t"
			 "mtc0 %1, $0\n\t"
			 "ehb\n\t" /* EntryHi and Index are seen by TLBWI */
			 "tlbwi\n\t"
			 "bne %1, %2, 1b\n\t"
			 "addiu %1, %1, 1\n\t"
			 "ehb\n\t" /* the entries are seen by loads and stores */
			 ".set pop"
			 : "=&r"(high), "=&r"(index), "=&r"(last)
			 : "r"(mapped)
			 : "memory");
}

/*
 * Write the pair of pages that holds @address into the TLB: over the entry that it has, or into a
 * random one. @even and @odd are its PTEs, in registers, because a load may need a refill.
 */
static inline void kmap_mips_tlb_load(uintptr_t address, uint32_t even, uint32_t odd)
{
	uint32_t high, pair = (uint32_t)address >> KMAP_MIPS_PAIR_SHIFT;

	__asm__ volatile(
		".set push\n\t.set noreorder\n\t"
		"mfc0 %0, $10\n\t"
		"ins %0, %1, 13, 19\n\t"
		"mtc0 %0, $10\n\t"
		"mtc0 %2, $2\n\t"
		"mtc0 %3, $3\n\t"
		"ehb\n\t" /* EntryHi is seen by TLBP; EntryLo0 and EntryLo1 by TLBWI, TLBWR */
		"tlbp\n\t"
		"ehb\n\t" /* Index is seen by MFC0 */
		"mfc0 %1, $0\n\t"
		"bltz %1, 1f\n\t"
		"nop\n\t"
		"b 2f\n\t"
		"tlbwi\n"
		"1:\n\t"
		"tlbwr\n"
		"2:\n\t"
		"ehb\n\t" /* the entry is seen by loads and stores */
		".set pop"
		: "=&r"(high), "+&r"(pair)
		: "r"(even), "r"(odd)
		: "memory");
}

static inline void kmap_mips_tlb_write(const struct kmap_pte *pte, const void *address)
{
	const volatile struct kmap_pte *even =
		(const struct kmap_pte *)((uintptr_t)pte & ~(2 * sizeof(*pte) - 1));
	uint32_t status = kmap_mips_tlb_begin();
	uint32_t first = even[0].word, second = even[1].word;

	kmap_mips_tlb_load((uintptr_t)address, first, second);
	kmap_mips_tlb_end(status);
}

#endif
