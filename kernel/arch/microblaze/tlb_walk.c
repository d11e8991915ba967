/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the processor translates: the tables from which its TLB is loaded, and what the TLB holds that
 * they do not say. Only both together are everything; low memory and devices are in the TLB alone.
 * A translation that the TLB has from the tables as they are is the same, and is told once.
 */
#include "walk.h"

#include "directory.h"
#include "memory.h"
#include "microblaze.h"
#include "print.h"

/* Fields of TLBHI and TLBLO: the size, as a power of 4 of KiB, and the address. */
#define TLB_SIZE(tag) ((tag) >> 7 & 7)
#define TLB_ADDRESS(word) ((word) & ~0x3ffu)

/* An entry as it is in the TLB. */
struct tlb_entry {
	uint32_t tag;
	struct kmap_pte pte;
};

/* To read TLBHI puts the entry's address space into PID, which is 0 always. */
static struct tlb_entry tlb_read(unsigned int index)
{
	unsigned long flags = irq_save();
	struct tlb_entry entry;
	uint32_t space;

	__asm__ volatile("mts rtlbx, %3\n\tnop\n\tmfs %0, rtlbhi\n\tmfs %1, rtlblo\n\t"
			 "mfs %2, rpid\n\tmts rpid, r0"
			 : "=&r"(entry.tag), "=&r"(entry.pte.word), "=&r"(space)
			 : "r"(index)
			 : "memory");
	irq_restore(flags);
	if (entry.tag & KMAP_MICROBLAZE_TLB_VALID && space)
		panic("TLB entry %u is of one address space only", index);
	return entry;
}

/* Page table @index. */
static const struct kmap_pte *table_of(uint32_t index)
{
	return direct_address(page_directory[index].word);
}

/* The PTE of an address as the TLB miss handler finds it. */
static struct kmap_pte table_pte(uint32_t address)
{
	return table_of(address >>
			LARGE_PAGE_SHIFT)[address >> KMAP_ARCH_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

static void tlb_walk(const struct walk *walk)
{
	for (unsigned int i = 0; i < KMAP_MICROBLAZE_TLB_ENTRIES; i++) {
		struct tlb_entry entry = tlb_read(i);
		struct machine_leaf leaf = { .address = TLB_ADDRESS(entry.tag),
					     .bytes = 1024u << 2 * TLB_SIZE(entry.tag),
					     .pfn = kmap_arch_pte_pfn(entry.pte),
					     .writable = entry.pte.word & KMAP_PTE_WRITE };

		if (entry.tag & KMAP_MICROBLAZE_TLB_VALID &&
		    entry.pte.word != table_pte(leaf.address).word)
			walk->visit(&leaf, walk->context);
	}
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };

	(void)number;
	for (uint32_t i = 0; i < TABLE_ENTRIES; i++)
		if (table_of(i) != empty_table)
			walk_from(&walk, (struct walk_table){ table_of(i), TABLE_ENTRIES, 1,
							      i << LARGE_PAGE_SHIFT, true });
	tlb_walk(&walk);
}
