/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a CPU translates without its tables: the segments that need no TLB, and what its TLB holds.
 * An entry of that maps two pages.
 */
#include "mips.h"
#include "mips_cp0.h"
#include "refill_tables.h"
#include "refill_walk.h"
#include "task.h"

#define TLB_ENTRIES_MAX 64

/* An entry: the address of the first of two pages, and their PTEs. */
struct tlb_pair {
	uint32_t address;
	struct kmap_pte pte[2];
};

static struct {
	unsigned int count;
	struct tlb_pair pair[TLB_ENTRIES_MAX];
} tlb_copy;

void tlb_copy_make(void)
{
	uint32_t before = CP0_READ(ENTRY_HI);

	tlb_copy.count = (CP0_READ(CONFIG1) >> 25 & 0x3f) + 1;
	for (unsigned int i = 0; i < tlb_copy.count; i++) {
		CP0_WRITE(INDEX, i);
		/* EHB: Index is seen by TLBR, and what it reads by MFC0. */
		__asm__ volatile("ehb\n\ttlbr\n\tehb" : : : "memory");
		tlb_copy.pair[i] =
			(struct tlb_pair){ CP0_READ(ENTRY_HI) >> KMAP_MIPS_PAIR_SHIFT
									 << KMAP_MIPS_PAIR_SHIFT,
					   { { CP0_READ(ENTRY_LO0) }, { CP0_READ(ENTRY_LO1) } } };
	}
	CP0_WRITE(ENTRY_HI, before);
	hazards_clear();
}

/* Whether no access looks for the address in the TLB. */
static bool is_unused(uint32_t address)
{
	return address - KSEG0_BASE < 2u * KSEG_BYTES;
}

void tlb_copy_walk(const struct walk *walk, unsigned int number)
{
	for (unsigned int i = 0; i < tlb_copy.count; i++)
		for (unsigned int odd = 0; odd < 2 && !is_unused(tlb_copy.pair[i].address); odd++)
			refill_leaf_visit(walk, number,
					  tlb_copy.pair[i].address + odd * KMAP_PAGE_SIZE,
					  tlb_copy.pair[i].pte[odd]);
}

/* Two segments, each to low memory and to the devices above it. */
void fixed_walk(const struct walk *walk)
{
	for (uint32_t base = KSEG0_BASE; base <= KSEG1_BASE; base += KSEG1_BASE - KSEG0_BASE) {
		struct machine_leaf low = { base, DIRECT_BYTES, 0, true };
		struct machine_leaf devices = { base + DIRECT_BYTES, KSEG_BYTES - DIRECT_BYTES,
						DIRECT_BYTES >> KMAP_ARCH_PAGE_SHIFT, true };

		walk->visit(&low, walk->context);
		walk->visit(&devices, walk->context);
	}
}

bool translation_is_own(void)
{
	uint32_t space = (uintptr_t)current_task() >> STACK_SHIFT & 0xff;

	return (CP0_READ(ENTRY_HI) & 0xff) == space &&
	       (!KMAP_WINDOW_PRIVATE ||
		CP0_READ(TC_CONTEXT) == (uintptr_t)directory_of(this_cpu()->number));
}
