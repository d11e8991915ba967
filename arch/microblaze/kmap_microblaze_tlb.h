/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLB of MicroBlaze: 64 entries, reached through registers. What the processor has copied of
 * them goes with them, without our help (UG984, Translation Look-Aside Buffer).
 */
#ifndef KMAP_MICROBLAZE_TLB_H
#define KMAP_MICROBLAZE_TLB_H

#include <stdint.h>

#define KMAP_MICROBLAZE_TLB_ENTRIES 64u
/* In TLBHI: this entry maps something. */
#define KMAP_MICROBLAZE_TLB_VALID 0x40u

/*
 * Interrupts off: an interrupt handler uses the same registers. No instruction from here to the end
 * may find its address missing in the TLB, as the refill handler uses them, too.
 */
static inline uint32_t kmap_microblaze_tlb_begin(void)
{
	uint32_t status;

	/* The next instruction is not interrupted any more (UG984, msrclr). */
	__asm__ volatile("msrclr %0, 2" : "=r"(status) : : "memory");
	return status;
}

/* Interrupts as they were. */
static inline void kmap_microblaze_tlb_end(uint32_t status)
{
	__asm__ volatile("mts rmsr, %0\n\tnop" : : "r"(status) : "memory");
}

/*
 * Drop the page that holds @address, if it is there. The NOP gives the search a cycle: the manual
 * does not ask for it, but all other code that searches has one.
 */
static inline void kmap_microblaze_tlb_drop(uintptr_t address)
{
	uint32_t index;

	__asm__ volatile("mts rtlbsx, %1\n\t"
			 "nop\n\t"
			 "mfs %0, rtlbx\n\t"
			 "blti %0, 1f\n\t"
			 "mts rtlbhi, r0\n"
			 "1:"
			 : "=r"(index)
			 : "r"(address)
			 : "memory");
}

/*
 * Drop all entries of the @pages pages from @address on, its first byte. To read TLBHI changes PID,
 * which is put back.
 */
static inline void kmap_microblaze_tlb_drop_range(uintptr_t address, uint32_t pages)
{
	uint32_t process, tag;

	__asm__ volatile("mfs %0, rpid" : "=r"(process));
	for (uint32_t index = 0; index < KMAP_MICROBLAZE_TLB_ENTRIES; index++) {
		__asm__ volatile("mts rtlbx, %1\n\tnop\n\tmfs %0, rtlbhi"
				 : "=r"(tag)
				 : "r"(index)
				 : "memory");
		if (tag & KMAP_MICROBLAZE_TLB_VALID &&
		    (tag - address) >> KMAP_ARCH_PAGE_SHIFT < pages)
			__asm__ volatile("mts rtlbhi, r0" : : : "memory");
	}
	__asm__ volatile("mts rpid, %0" : : "r"(process) : "memory");
}

#endif
