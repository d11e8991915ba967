/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What kernel/drivers/tlb_walk.c wants to know of MIPS.
 */
#include "mips.h"
#include "mips_cp0.h"
#include "task.h"
#include "tlb_walk.h"

#define TLB_PAIRS_MAX 64

_Static_assert(2 * TLB_PAIRS_MAX <= TLB_PAGES_MAX, "a TLB has more pages");

/* The entry of which EntryHi and EntryLo have a copy: two pages. */
static void pair_read(struct tlb_page *pages)
{
	uint32_t address = CP0_READ(ENTRY_HI) >> KMAP_MIPS_PAIR_SHIFT << KMAP_MIPS_PAIR_SHIFT;

	pages[0] = (struct tlb_page){ address, { CP0_READ(ENTRY_LO0) } };
	pages[1] =
		(struct tlb_page){ address + (1 << KMAP_ARCH_PAGE_SHIFT), { CP0_READ(ENTRY_LO1) } };
}

unsigned int tlb_read(struct tlb_page *pages)
{
	uint32_t before = CP0_READ(ENTRY_HI);
	unsigned int count = (CP0_READ(CONFIG1) >> 25 & 0x3f) + 1;

	for (unsigned int i = 0; i < count; i++) {
		CP0_WRITE(INDEX, i);
		/* EHB: Index is seen by TLBR, and what it reads by MFC0. */
		__asm__ volatile("ehb\n\ttlbr\n\tehb" : : : "memory");
		pair_read(&pages[2 * i]);
	}
	CP0_WRITE(ENTRY_HI, before);
	hazards_clear();
	return 2 * count;
}

bool tlb_is_for(uint32_t address)
{
	return address - KSEG0_BASE >= 2u * KSEG_BYTES;
}

/* Two segments, each to low memory and to the devices above it. */
void segments_walk(const struct walk *walk)
{
	for (uint32_t base = KSEG0_BASE; base <= KSEG1_BASE; base += KSEG1_BASE - KSEG0_BASE) {
		struct machine_leaf low = { base, DIRECT_BYTES, 0, true };
		struct machine_leaf devices = { base + DIRECT_BYTES, KSEG_BYTES - DIRECT_BYTES,
						DIRECT_BYTES >> KMAP_ARCH_PAGE_SHIFT, true };

		walk->visit(&low, walk->context);
		walk->visit(&devices, walk->context);
	}
}

bool directory_is_used(unsigned int number)
{
	uint32_t space = (uintptr_t)current_task() >> STACK_SHIFT & 0xff;

	return (CP0_READ(ENTRY_HI) & 0xff) == space &&
	       (!KMAP_WINDOW_PRIVATE || CP0_READ(TC_CONTEXT) == (uintptr_t)directory_of(number));
}
