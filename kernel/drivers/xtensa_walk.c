/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a CPU translates without its tables: what is mapped for good, and what its TLBs hold, for
 * data and for instructions. They are read entry by entry: the number of a way is in the low bits,
 * that of an entry in those of a page number.
 */
#include "directory.h"
#include "refill_tables.h"
#include "refill_walk.h"
#include "task.h"
#include "xtensa.h"
#include "xtensa_registers.h"

/* Ways of single entries, which software writes. */
#define WIRED_FIRST 7
#define WIRED_LAST 9
/* The low byte of the first word of an entry: its address space; 0 if there is none. */
#define SPACE_BITS 0xffu
/* Entries of a way that the processor loads, in this processor. */
#define WAY_ENTRIES 4
/* Of the page number, what the number of the entry says is not in that word. */
#define ENTRY_MASK ((WAY_ENTRIES - 1) << KMAP_ARCH_PAGE_SHIFT)

#define ENTRIES_MAX (2 * KMAP_XTENSA_REFILL_WAYS * WAY_ENTRIES + WIRED_LAST - WIRED_FIRST + 1)

/* A page that is in a TLB, as its PTE in the tables would be. */
struct tlb_page {
	uint32_t address;
	struct kmap_pte pte;
};

static struct tlb_page tlb_copy[ENTRIES_MAX];

/* The page of an entry, from both of its words; one that maps nothing if there is none. */
static struct tlb_page page_of(uint32_t entry, uint32_t first, uint32_t second)
{
	uint32_t page = first & ~(SPACE_BITS | ENTRY_MASK) & ~(KMAP_PAGE_SIZE - 1);

	return (struct tlb_page){ page | (entry & ENTRY_MASK),
				  { first & SPACE_BITS ? second : KMAP_PTE_NONE } };
}

static struct tlb_page data_read(uint32_t entry)
{
	uint32_t first, second;

	__asm__ volatile("rdtlb0 %0, %2\n\trdtlb1 %1, %2"
			 : "=&r"(first), "=r"(second)
			 : "r"(entry));
	return page_of(entry, first, second);
}

static struct tlb_page fetch_read(uint32_t entry)
{
	uint32_t first, second;

	__asm__ volatile("ritlb0 %0, %2\n\tritlb1 %1, %2"
			 : "=&r"(first), "=r"(second)
			 : "r"(entry));
	return page_of(entry, first, second);
}

void tlb_copy_make(void)
{
	struct tlb_page *next = tlb_copy;

	for (uint32_t way = 0; way < KMAP_XTENSA_REFILL_WAYS; way++)
		for (uint32_t i = 0; i < WAY_ENTRIES; i++) {
			*next++ = data_read(i << KMAP_ARCH_PAGE_SHIFT | way);
			*next++ = fetch_read(i << KMAP_ARCH_PAGE_SHIFT | way);
		}
	for (uint32_t way = WIRED_FIRST; way <= WIRED_LAST; way++)
		*next++ = data_read(way);
}

void tlb_copy_walk(const struct walk *walk, unsigned int number)
{
	for (unsigned int i = 0; i < ENTRIES_MAX; i++)
		refill_leaf_visit(walk, number, tlb_copy[i].address, tlb_copy[i].pte);
}

void fixed_walk(const struct walk *walk)
{
	static const struct machine_leaf segments[] = {
		{ FIXED_BASE, DIRECT_BYTES, 0, true },
		{ BYPASS_BASE, DIRECT_BYTES, 0, true },
		{ DEVICES_CACHED_BASE, DEVICES_BYTES, DEVICES_PHYSICAL >> KMAP_ARCH_PAGE_SHIFT,
		  true },
		{ DEVICES_BASE, DEVICES_BYTES, DEVICES_PHYSICAL >> KMAP_ARCH_PAGE_SHIFT, true },
	};

	for (unsigned int i = 0; i < sizeof(segments) / sizeof(segments[0]); i++)
		walk->visit(&segments[i], walk->context);
}

bool translation_is_own(void)
{
	uint32_t physical = data_read(DIRECTORY_WAY).pte.word & ~(KMAP_PAGE_SIZE - 1);

	return physical == PHYSICAL((uint32_t)directory_of(this_cpu()->number)) &&
	       SR_READ(SR_PTEVADDR) >> LARGE_PAGE_SHIFT == TABLES_ADDRESS >> LARGE_PAGE_SHIFT;
}
