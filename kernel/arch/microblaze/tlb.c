/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLB: what it holds, and its flush. Low memory and devices are in it, and in no table.
 */
#include "arch.h"
#include "microblaze.h"
#include "private_windows.h"
#include "refill_tables.h"
#include "refill_walk.h"

/* Fields of TLBHI and TLBLO: the size, as a power of 4 of KiB, and the address. */
#define TLB_SIZE(tag) ((tag) >> 7 & 7)
#define TLB_ADDRESS(word) ((word) & ~0x3ffu)

_Static_assert(KMAP_CPUS_MAX == 1, "this machine has one CPU");
_Static_assert(TLB_MAPPED == KMAP_PTE_VALID, "entry.S looks at another bit");
_Static_assert(TLB_LAST_ENTRY + 1 == KMAP_MICROBLAZE_TLB_ENTRIES, "a TLB of another size");
_Static_assert(DIRECT_MIB << 20 == TLB_DIRECT_ENTRIES * TLB_PAGE_BYTES,
	       "boot.S maps another part of RAM");
_Static_assert((RAM_PHYSICAL | TABLE_FLAGS) == KERNEL_OFFSET + RAM_PHYSICAL,
	       "an entry of the directory is an address in the direct map");

/* What an entry is: TLBHI, and TLBLO. */
static struct tlb_entry {
	uint32_t tag;
	struct kmap_pte pte;
} tlb_copy[KMAP_MICROBLAZE_TLB_ENTRIES];

/* To read TLBHI puts the entry's address space into PID. */
void tlb_copy_make(void)
{
	for (unsigned int i = 0; i < KMAP_MICROBLAZE_TLB_ENTRIES; i++)
		__asm__ volatile("mts rtlbx, %2\n\tnop\n\tmfs %0, rtlbhi\n\tmfs %1, rtlblo"
				 : "=&r"(tlb_copy[i].tag), "=&r"(tlb_copy[i].pte.word)
				 : "r"(i)
				 : "memory");
	__asm__ volatile("mts rpid, r0" : : : "memory");
}

/* Large pages are in no table. */
void tlb_copy_walk(const struct walk *walk, unsigned int number)
{
	for (unsigned int i = 0; i < KMAP_MICROBLAZE_TLB_ENTRIES; i++) {
		struct tlb_entry entry = tlb_copy[i];
		struct machine_leaf leaf = { .address = TLB_ADDRESS(entry.tag),
					     .bytes = 1024u << 2 * TLB_SIZE(entry.tag),
					     .pfn = kmap_arch_pte_pfn(entry.pte),
					     .writable = entry.pte.word & KMAP_PTE_WRITE };

		if (!(entry.tag & KMAP_MICROBLAZE_TLB_VALID))
			continue;
		if (leaf.bytes > KMAP_PAGE_SIZE)
			walk->visit(&leaf, walk->context);
		else
			refill_leaf_visit(walk, number, leaf.address, entry.pte);
	}
}

/* There is nothing that the TLB does not hold. */
void fixed_walk(const struct walk *walk)
{
	(void)walk;
}

/* Entries are of all address spaces while PID is 0. */
bool translation_is_own(void)
{
	uint32_t space;

	__asm__ volatile("mfs %0, rpid" : "=r"(space) : : "memory");
	return space == 0;
}

/* What lies above the direct map: the entries of that, and of devices, stay. */
void machine_flush_local(uintptr_t start, uintptr_t end)
{
	uintptr_t first = DIRECT_BASE + DIRECT_BYTES;

	if (start < first)
		start = first;
	if (start < end)
		kmap_arch_tlb_invalidate_local_range(
			(void *)start, (unsigned int)((end - start) >> KMAP_ARCH_PAGE_SHIFT));
}

#if KMAP_WINDOW_PRIVATE

uintptr_t directory_physical;

void private_load(unsigned int number)
{
	directory_physical = PHYSICAL((uintptr_t)directory_of(number));
}

#endif
