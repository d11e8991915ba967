/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * C-SKY CK860 (ABI version 2), with a TLB that the processor loads from page tables in memory.
 *
 * A TLB entry maps a pair of pages, an even one and the odd one after it, and is found in every
 * address space only if both halves are global. So a PTE that maps nothing is global, too: the host
 * fills the tables of kernel addresses with kmap_arch_pte_none(). The processor loads a neighbour as
 * it is, none as a rule: so a map drops the pair as an unmap does.
 *
 * Compiled only: no emulator in Debian runs it.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/config.h>

#define KMAP_ARCH_PAGE_SHIFT 12

/* As on MIPS: see there. */
KMAP_STATIC_ASSERT(!KMAP_WINDOW_CPU || KMAP_CPUS_MAX == 1 || (KMAP_SLOTS << KMAP_GUARD) % 2 == 0,
		   "KMAP_SLOTS must be even: a TLB entry maps two pages, which must not belong to "
		   "the windows of two CPUs");

#define KMAP_PTE_GLOBAL 0x01u
#define KMAP_PTE_VALID 0x02u
#define KMAP_PTE_WRITE 0x04u
#define KMAP_PTE_CACHED 0x08u
/* Accesses are strongly ordered; writes may be buffered. */
#define KMAP_PTE_ORDERED 0x20u
#define KMAP_PTE_BUFFERED 0x40u

typedef uint32_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE KMAP_PTE_GLOBAL

#include <kmap/port/pte_one_word.h>

#include <kmap/port/caches_plain.h>
#include <kmap/port/page_bytes.h>
#include <kmap/port/store.h>

/* Attributes: the low bits of the PTE. There is no no-execute bit. */
typedef uint32_t kmap_prot_t;

#define KMAP_PROT_READ_ONLY (KMAP_PTE_VALID | KMAP_PTE_GLOBAL | KMAP_PTE_CACHED | KMAP_PTE_BUFFERED)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE KMAP_PROT_DEFAULT
#define KMAP_PROT_UNCACHED (KMAP_PTE_VALID | KMAP_PTE_GLOBAL | KMAP_PTE_WRITE | KMAP_PTE_ORDERED)
#define KMAP_PROT_WRITE_COMBINED                                                                   \
	(KMAP_PTE_VALID | KMAP_PTE_GLOBAL | KMAP_PTE_WRITE | KMAP_PTE_BUFFERED)

#include <kmap/port/pte_valid_bit.h>

/*
 * TLBI.VAA: all address spaces, this CPU only. SYNC.IS before it: the store of the PTE is seen by
 * the walk of the tables. After it: the entry is gone for what follows.
 */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	uint32_t pair = (uint32_t)(uintptr_t)address >> (KMAP_ARCH_PAGE_SHIFT + 1)
								<< (KMAP_ARCH_PAGE_SHIFT + 1);

	__asm__ volatile("sync.is\n\ttlbi.vaa %0\n\tsync.is" : : "r"(pair) : "memory");
}

#include <kmap/port/saved_plain.h>

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	kmap_pte_write(pte, value);
	kmap_arch_tlb_invalidate_local(address);
}

/* The invalidation that follows drops the pair. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

/* FF1 counts the zeros above a bit; those below it GCC would have counted by its library. */
#define KMAP_ARCH_LOWEST

static inline unsigned int kmap_arch_lowest(uint32_t mask)
{
	return 31u - (unsigned int)__builtin_clz(mask & -mask);
}

/* Words that several CPUs change. GCC has no atomic instruction for this processor. */
static inline void kmap_csky_fence(void)
{
	__asm__ volatile("sync.s" : : : "memory");
}

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	uint32_t value = *(const volatile uint32_t *)word;

	kmap_csky_fence();
	return value;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	kmap_csky_fence();
	*(volatile uint32_t *)word = value;
}

/* STEX.W stores a register, and then has 1 in it, or 0 if somebody else stored in between. */
static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	uint32_t found, stored;

	kmap_csky_fence();
	__asm__ volatile("1: ldex.w %0, (%2, 0)\n\t"
			 "cmpne %0, %3\n\t"
			 "bt 2f\n\t"
			 "mov %1, %4\n\t"
			 "stex.w %1, (%2, 0)\n\t"
			 "bez %1, 1b\n"
			 "2:"
			 : "=&r"(found), "=&r"(stored)
			 : "r"(word), "r"(old), "r"(value)
			 : "memory");
	kmap_csky_fence();
	return found == old;
}

/* Add one to a counter of this CPU. An exception in between makes the store fail. */
static inline void kmap_arch_count(uint32_t *counter)
{
	uint32_t count;

	__asm__ volatile("1: ldex.w %0, (%1, 0)\n\t"
			 "addi %0, 1\n\t"
			 "stex.w %0, (%1, 0)\n\t"
			 "bez %0, 1b"
			 : "=&r"(count)
			 : "r"(counter)
			 : "memory");
}

#endif
