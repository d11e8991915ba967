/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * RISC-V of both widths: Sv32 with PTEs of 32 bits, and Sv39 or more with 64. One instruction
 * stores either. References are to The RISC-V Instruction Set Manual, Volume II: Privileged
 * Architecture, version 20211203.
 *
 * Data caches behave as if they were physically tagged. Memory types are properties of physical
 * addresses (3.6): without Svpbmt no PTE can change them. Then KMAP_PROT_UNCACHED and
 * KMAP_PROT_WRITE_COMBINED are the default, and a device gets what its addresses say: strongly
 * ordered I/O, as a rule, which does not combine writes.
 *
 * Another CPU may fault at the address of a persistent or an I/O mapping once, although its PTE
 * is valid: it may keep what it read before the PTE was, and only its own SFENCE.VMA changes
 * that (4.2.1). The host's page-fault handler asks kmap_riscv_fault_is_stale(), and goes back to
 * the instruction if so.
 *
 * Compile with Zbb, if the processors have it: without it the compiler calls a function of its
 * library for the number of the lowest bit.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* LR and SC order with acquire and release only, which is no full fence. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
/* SFENCE.VMA takes any address within the page (4.2.1), and no other hook looks at the address. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

typedef unsigned long kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0ul

#include <kmap/port/caches_plain.h>
#include <kmap/port/pte_one_word.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

/*
 * The PTE of a page (4.3.1, 4.4.1). Global: an invalidation need not name an address space.
 * Accessed and dirty beforehand: else the first access may fault.
 */
#define KMAP_PTE_VALID 0x001ul
#define KMAP_PTE_READ 0x002ul
#define KMAP_PTE_WRITE 0x004ul
#define KMAP_PTE_EXECUTE 0x008ul
#define KMAP_PTE_GLOBAL 0x020ul
#define KMAP_PTE_ACCESSED 0x040ul
#define KMAP_PTE_DIRTY 0x080ul

#define KMAP_PTE_PFN_SHIFT 10
/* In 64 bits there are 10 above the frame's number. */
#define KMAP_PTE_PFN_BITS (sizeof(long) == 8 ? 44 : 22)

/*
 * Svpbmt: 1 for hosts all of whose CPUs have it enabled (menvcfg.PBMTE). Of 64 bits only. On a CPU
 * without it such PTEs fault for ever, and kmap_riscv_fault_is_stale() does not know that.
 */
#ifndef KMAP_RISCV_MEMORY_TYPES
#define KMAP_RISCV_MEMORY_TYPES 0
#endif

#if KMAP_RISCV_MEMORY_TYPES
/* Of memory that is not cached and weakly ordered; and of I/O. */
#define KMAP_PTE_NOT_CACHED (1ul << 61)
#define KMAP_PTE_DEVICE (2ul << 61)
#else
#define KMAP_PTE_NOT_CACHED 0ul
#define KMAP_PTE_DEVICE 0ul
#endif

/* Attributes: the bits of the PTE. */
typedef unsigned long kmap_prot_t;

#define KMAP_PROT_READ_ONLY                                                                        \
	(KMAP_PTE_VALID | KMAP_PTE_READ | KMAP_PTE_GLOBAL | KMAP_PTE_ACCESSED | KMAP_PTE_DIRTY)
#define KMAP_PROT_DEFAULT (KMAP_PROT_READ_ONLY | KMAP_PTE_WRITE)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | KMAP_PTE_EXECUTE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_DEVICE)
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_NOT_CACHED)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common. */
	struct kmap_pte pte = { (pfn << KMAP_PTE_PFN_SHIFT) + prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & KMAP_PTE_VALID);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_PTE_PFN_SHIFT & ((1ul << KMAP_PTE_PFN_BITS) - 1);
}

/*
 * The one page, in all address spaces: PTEs are global, so the second operand must be x0. On this
 * CPU only. Stores that come before it are seen by the table walks of what follows (4.2.1), so
 * no other fence goes between a PTE and this.
 */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	__asm__ volatile("sfence.vma %0, x0" : : "r"(address) : "memory");
}

#include <kmap/port/saved_plain.h>

/*
 * A store to a PTE is not ordered before the walk of the next access, and a processor may keep a
 * PTE that was not valid as it keeps a valid one. So this, too, needs SFENCE.VMA before the
 * address is used: "changing an invalid PTE to a valid leaf" may do without for a time, but then a
 * page fault may come (4.2.1).
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	kmap_pte_write(pte, value);
	kmap_arch_tlb_invalidate_local(address);
}

/* The invalidation that follows orders it. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

/* More entries than this are invalidated all at once, and with them those of all other addresses. */
#ifndef KMAP_RISCV_INVALIDATE_MAX
#define KMAP_RISCV_INVALIDATE_MAX 64
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	if (pages > KMAP_RISCV_INVALIDATE_MAX) {
		__asm__ volatile("sfence.vma" : : : "memory");
		return;
	}
	for (char *page = (char *)address; pages; pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
		kmap_arch_tlb_invalidate_local(page);
}

/**
 * kmap_riscv_fault_is_stale() - whether a page fault shows only what a CPU has kept
 * @pte:     the PTE of @address, as it is in the page tables now
 * @needed:  KMAP_PTE_READ, KMAP_PTE_WRITE or KMAP_PTE_EXECUTE: what the access was
 * @address: of the access that faulted on this CPU
 *
 * For the host's page-fault handler. If so, this CPU does not keep it any longer.
 *
 * Context: any. Return: true if the access is allowed, and the handler should repeat it.
 */
static inline bool kmap_riscv_fault_is_stale(struct kmap_pte pte, unsigned long needed,
					     void *address)
{
	if (kmap_arch_pte_is_none(pte) || !(pte.word & needed))
		return false;
	kmap_arch_tlb_invalidate_local(address);
	return true;
}

/* Loads and stores of a register. */
#if __SIZEOF_LONG__ == 8
#define KMAP_RISCV_LOAD "ld"
#define KMAP_RISCV_STORE "sd"
#else
#define KMAP_RISCV_LOAD "lw"
#define KMAP_RISCV_STORE "sw"
#endif

/* Two times eight registers a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	unsigned long a, b, c, d, e, f, g, h;

	__asm__ volatile("1:\n\t"
			 ".set kmap_word, 0\n\t"
			 ".rept 2\n\t"
			 ".irp register, %2, %3, %4, %5, %6, %7, %8, %9\n\t" KMAP_RISCV_LOAD
			 " \\register, kmap_word * %11(%1)\n\t"
			 ".set kmap_word, kmap_word + 1\n\t"
			 ".endr\n\t"
			 ".set kmap_word, kmap_word - 8\n\t"
			 ".irp register, %2, %3, %4, %5, %6, %7, %8, %9\n\t" KMAP_RISCV_STORE
			 " \\register, kmap_word * %11(%0)\n\t"
			 ".set kmap_word, kmap_word + 1\n\t"
			 ".endr\n\t"
			 ".endr\n\t"
			 "addi %1, %1, 16 * %11\n\t"
			 "addi %0, %0, 16 * %11\n\t"
			 "bne %1, %10, 1b"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d), "=&r"(e),
			   "=&r"(f), "=&r"(g), "=&r"(h)
			 : "r"(end), "i"(sizeof(long))
			 : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile("1:\n\t"
			 ".set kmap_word, 0\n\t"
			 ".rept 16\n\t" KMAP_RISCV_STORE " x0, kmap_word * %2(%0)\n\t"
			 ".set kmap_word, kmap_word + 1\n\t"
			 ".endr\n\t"
			 "addi %0, %0, 16 * %2\n\t"
			 "bne %0, %1, 1b"
			 : "+r"(page)
			 : "r"(end), "i"(sizeof(long))
			 : "memory");
}

/* Add one to a counter of this CPU: one instruction for the memory. */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
