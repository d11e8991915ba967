/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a CPU translates: the segments that need no TLB; the tables from which its refill handler
 * loads the TLB; and what its TLB holds that they do not say. Only all of that together is
 * everything. A translation that the TLB has from the tables as they are is the same, and is
 * told once.
 *
 * Where windows are the tasks', entries of theirs may stay in the TLB of a CPU that a task has left
 * until it comes back, which drops them first. They are left out.
 */
#include "walk.h"

#include <kmap/internal/window.h>

#include "mips_cp0.h"
#include "mips.h"
#include "print.h"
#include "spinlock.h"
#include "task.h"

#define TLB_ENTRIES_MAX 64
#define PAGE_ADDRESS_BITS (~(KMAP_PAGE_SIZE - 1))

/* An entry: the address of the first of two pages, and their PTEs. */
struct tlb_pair {
	uint32_t address;
	struct kmap_pte pte[2];
};

struct tlb {
	unsigned int count;
	struct tlb_pair pair[TLB_ENTRIES_MAX];
};

static struct spinlock tlb_lock;
/* The one that was asked for, and whose it is. Under the lock. */
static struct tlb tlb_copy;
static unsigned int tlb_wanted = KMAP_CPUS_MAX;

/* Copy this CPU's TLB. Interrupts off. */
static void tlb_read(void)
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

void walk_answer(void)
{
	if (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) != this_cpu()->number)
		return;
	tlb_read();
	__atomic_store_n(&tlb_wanted, KMAP_CPUS_MAX, __ATOMIC_RELEASE);
}

/* Have CPU @number copy its TLB. */
static void tlb_ask(unsigned int number)
{
	unsigned long flags = irq_save();
	bool here = number == this_cpu()->number;

	__atomic_store_n(&tlb_wanted, number, __ATOMIC_RELEASE);
	if (here)
		walk_answer();
	irq_restore(flags);
	if (!here)
		ipi_send(number);
	while (__atomic_load_n(&tlb_wanted, __ATOMIC_ACQUIRE) == number)
		cpu_relax();
}

/* Page table @index of a CPU's. */
static const struct kmap_pte *table_of(unsigned int number, uint32_t index)
{
	return (const struct kmap_pte *)directory_of(number)[index].word;
}

/* The PTE of an address as the refill handler finds it. */
static struct kmap_pte table_pte(unsigned int number, uint32_t address)
{
	return table_of(
		number,
		address >> LARGE_PAGE_SHIFT)[address >> KMAP_ARCH_PAGE_SHIFT & (TABLE_ENTRIES - 1)];
}

/* Whether no access looks for the address in the TLB, or it lies in the window of a task. */
static bool is_unused(uint32_t address)
{
	return address - KSEG0_BASE < 2u * KSEG_BYTES ||
	       (KMAP_WINDOW_TASK && address - WINDOW_BASE < KMAP_WINDOW_SIZE);
}

static void half_walk(const struct walk *walk, unsigned int number, uint32_t address,
		      struct kmap_pte pte)
{
	struct machine_leaf leaf = { .address = address,
				     .bytes = KMAP_PAGE_SIZE,
				     .pfn = kmap_arch_pte_pfn(pte),
				     .writable = pte.word & KMAP_PTE_WRITE };

	if (!kmap_arch_pte_is_none(pte) && pte.word != table_pte(number, address).word)
		walk->visit(&leaf, walk->context);
}

static void tlb_walk(const struct walk *walk, unsigned int number)
{
	spin_lock(&tlb_lock);
	tlb_ask(number);
	for (unsigned int i = 0; i < tlb_copy.count; i++)
		for (unsigned int odd = 0; odd < 2 && !is_unused(tlb_copy.pair[i].address); odd++)
			half_walk(walk, number, tlb_copy.pair[i].address + odd * KMAP_PAGE_SIZE,
				  tlb_copy.pair[i].pte[odd]);
	spin_unlock(&tlb_lock);
}

/* Two segments, each to low memory and to the devices above it. */
static void segments_walk(const struct walk *walk)
{
	for (uint32_t base = KSEG0_BASE; base <= KSEG1_BASE; base += KSEG1_BASE - KSEG0_BASE) {
		struct machine_leaf low = { base, DIRECT_BYTES, 0, true };
		struct machine_leaf devices = { base + DIRECT_BYTES, KSEG_BYTES - DIRECT_BYTES,
						DIRECT_BYTES >> KMAP_ARCH_PAGE_SHIFT, true };

		walk->visit(&low, walk->context);
		walk->visit(&devices, walk->context);
	}
}

/* What was recorded is what this CPU uses: its directory, and the address space of its task. */
static void registers_check(void)
{
	unsigned long flags = irq_save();
	uint32_t space = (uintptr_t)current_task() >> STACK_SHIFT & 0xff;

	if ((CP0_READ(ENTRY_HI) & 0xff) != space ||
	    (KMAP_WINDOW_PRIVATE &&
	     CP0_READ(TC_CONTEXT) != (uintptr_t)directory_of(this_cpu()->number)))
		panic("CPU %u uses other page tables than its own", this_cpu()->number);
	irq_restore(flags);
}

void machine_walk(unsigned int number,
		  void (*visit)(const struct machine_leaf *leaf, void *context), void *context)
{
	const struct walk walk = { visit, context };

	registers_check();
	segments_walk(&walk);
	for (uint32_t i = 0; i < TABLE_ENTRIES; i++)
		if (table_of(number, i) != empty_table)
			walk_from(&walk, (struct walk_table){ table_of(number, i), TABLE_ENTRIES, 1,
							      i << LARGE_PAGE_SHIFT, true });
	tlb_walk(&walk, number);
}
