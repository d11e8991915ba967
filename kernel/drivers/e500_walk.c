/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the TLB of a CPU holds: TLB0, which has pages, by ways and sets; and TLB1, by entries, with
 * low memory and devices.
 */
#include "directory.h"
#include "e500_spr.h"
#include "refill_walk.h"
#include "task.h"

#define TLB0_ENTRIES_MAX 512
#define TLB1_ENTRIES_MAX 64
#define ENTRY_SIZE(mas1) ((mas1) >> MAS1_SIZE_SHIFT & 0xf)

/* An entry as the registers have it. */
struct tlb_entry {
	uint32_t mas1, mas2, mas3, mas7;
};

static struct {
	unsigned int pages, blocks;
	struct tlb_entry page[TLB0_ENTRIES_MAX];
	struct tlb_entry block[TLB1_ENTRIES_MAX];
} tlb_copy;

/* Interrupts off. */
static struct tlb_entry entry_read(uint32_t mas0, uint32_t address)
{
	SPR_WRITE(SPR_MAS0, mas0);
	SPR_WRITE(SPR_MAS2, address);
	__asm__ volatile("isync\n\ttlbre\n\tisync" : : : "memory");
	return (struct tlb_entry){ SPR_READ(SPR_MAS1), SPR_READ(SPR_MAS2), SPR_READ(SPR_MAS3),
				   SPR_READ(SPR_MAS7) };
}

void tlb_copy_make(void)
{
	uint32_t ways = SPR_READ(SPR_TLB0CFG) >> 24;
	uint32_t sets = (SPR_READ(SPR_TLB0CFG) & 0xfff) / ways;

	tlb_copy.pages = ways * sets;
	for (uint32_t i = 0; i < tlb_copy.pages; i++)
		tlb_copy.page[i] =
			entry_read(i / sets << MAS0_ENTRY_SHIFT, i % sets << KMAP_ARCH_PAGE_SHIFT);
	tlb_copy.blocks = SPR_READ(SPR_TLB1CFG) & 0xfff;
	for (uint32_t i = 0; i < tlb_copy.blocks; i++)
		tlb_copy.block[i] = entry_read(MAS0_TLB1 | i << MAS0_ENTRY_SHIFT, 0);
}

static unsigned long frame_of(const struct tlb_entry *entry)
{
	return entry->mas7 << (32 - KMAP_ARCH_PAGE_SHIFT) | entry->mas3 >> KMAP_ARCH_PAGE_SHIFT;
}

static void page_walk(const struct walk *walk, unsigned int number, const struct tlb_entry *entry)
{
	struct kmap_pte pte =
		kmap_arch_pte_make(frame_of(entry), (entry->mas3 & KMAP_PTE_PERMISSIONS) |
							    (entry->mas2 << KMAP_PTE_MAS2_SHIFT &
							     KMAP_PTE_ATTRIBUTES));

	refill_leaf_visit(walk, number, entry->mas2 & ~(uint32_t)(KMAP_PAGE_SIZE - 1), pte);
}

static void block_walk(const struct walk *walk, const struct tlb_entry *entry)
{
	uint64_t bytes = (uint64_t)1024 << 2 * ENTRY_SIZE(entry->mas1);
	struct machine_leaf leaf = { .address = entry->mas2 & ~(uint32_t)(bytes - 1),
				     .bytes = bytes,
				     .pfn = frame_of(entry),
				     .writable = entry->mas3 & KMAP_PTE_WRITE };

	walk->visit(&leaf, walk->context);
}

void tlb_copy_walk(const struct walk *walk, unsigned int number)
{
	for (unsigned int i = 0; i < tlb_copy.pages; i++)
		if (tlb_copy.page[i].mas1 & MAS1_VALID)
			page_walk(walk, number, &tlb_copy.page[i]);
	for (unsigned int i = 0; i < tlb_copy.blocks; i++)
		if (tlb_copy.block[i].mas1 & MAS1_VALID)
			block_walk(walk, &tlb_copy.block[i]);
}

/* Everything is in the TLB. */
void fixed_walk(const struct walk *walk)
{
	(void)walk;
}

bool translation_is_own(void)
{
	return SPR_READ(SPR_PID) == ((uintptr_t)current_task() >> STACK_SHIFT & 0xff) &&
	       SPR_READ(SPR_TABLES) == (uintptr_t)directory_of(this_cpu()->number);
}
