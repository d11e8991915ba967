/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * 64-bit ARM: pages of 4 KiB, descriptors of 64 bits, hence one word.
 *
 * Data caches behave as if they were physically tagged. "The manual" is the Arm Architecture
 * Reference Manual, ARM DDI 0487; its sections have other numbers in each issue.
 *
 * The host gives the attribute index register, MAIR_EL1, these on every CPU: 0 is normal memory,
 * write-back; 1 is device memory, nGnRE; 2 is normal memory, not cached. Page tables are in
 * memory that is inner shareable and cached, TCR_EL1.HA and HD are clear, and so is CnP in the
 * table bases: CPUs do not share TLB entries.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* The atomic instructions order with acquire and release only, which is no full fence. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
/* A TLB invalidation takes the number of the page, and no other hook looks at the address. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

typedef uint64_t kmap_pte_word_t;
/* The word that maps nothing. */
#define KMAP_PTE_NONE 0

#include <kmap/port/caches_plain.h>
#include <kmap/port/pte_one_word.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

/*
 * The descriptor of a page, at the last level. Inner shareable; accessed beforehand, so that no access
 * faults; global, so an invalidation need not name an address space.
 */
#define KMAP_PTE_VALID 0x003ull
#define KMAP_PTE_DEVICE 0x004ull
#define KMAP_PTE_NOT_CACHED 0x008ull
#define KMAP_PTE_FORBID_WRITE 0x080ull
#define KMAP_PTE_SHARED 0x300ull
#define KMAP_PTE_ACCESSED 0x400ull
/* No execution at the kernel's level, and at that of applications. */
#define KMAP_PTE_KERNEL_NO_EXECUTE (1ull << 53)
#define KMAP_PTE_USER_NO_EXECUTE (1ull << 54)

#define KMAP_PTE_PFN_BITS 36

/* Attributes: the bits of the descriptor. */
typedef uint64_t kmap_prot_t;

#define KMAP_PROT_EXECUTABLE                                                                       \
	(KMAP_PTE_VALID | KMAP_PTE_SHARED | KMAP_PTE_ACCESSED | KMAP_PTE_USER_NO_EXECUTE)
#define KMAP_PROT_DEFAULT (KMAP_PROT_EXECUTABLE | KMAP_PTE_KERNEL_NO_EXECUTE)
#define KMAP_PROT_READ_ONLY (KMAP_PROT_DEFAULT | KMAP_PTE_FORBID_WRITE)
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | KMAP_PTE_DEVICE)
/* Writes to normal memory that is not cached may be gathered, and those to a device not. */
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | KMAP_PTE_NOT_CACHED)

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	/* No bits in common. */
	struct kmap_pte pte = { ((uint64_t)pfn << KMAP_ARCH_PAGE_SHIFT) + prot };

	return pte;
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return !(pte.word & 1);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)(pte.word >> KMAP_ARCH_PAGE_SHIFT) & ((1ul << KMAP_PTE_PFN_BITS) - 1);
}

/*
 * A descriptor that was not valid is in no TLB, but the walker must see the new one before it
 * looks, on all CPUs for a mapping that they share: DSB completes the store for the walkers of
 * the inner shareable domain, ISB keeps what follows from having been translated before (the
 * manual's "General TLB maintenance requirements").
 */
#define KMAP_PTE_SET(pte, value)                                                                   \
	do {                                                                                       \
		kmap_pte_write(pte, value);                                                        \
		__asm__ volatile("dsb ishst\n\tisb" : : : "memory");                               \
	} while (0)

#include <kmap/port/pte_in_memory.h>

/* The operand of TLBI by an address: the number of the page in 44 bits, other bits zero. */
static inline uint64_t kmap_arm64_page_number(const void *address)
{
	return (uintptr_t)address << 8 >> (8 + KMAP_ARCH_PAGE_SHIFT);
}

/*
 * The last level only: tables never go. All address spaces. Not the "IS" form, which would reach
 * other CPUs.
 */
static inline void kmap_arm64_tlbi(const void *address)
{
	__asm__ volatile("tlbi vaale1, %0" : : "r"(kmap_arm64_page_number(address)) : "memory");
}

/*
 * The first barrier completes the store of none for this CPU's walker, so that it does not read
 * the old descriptor again after the invalidation; the second one completes the invalidation,
 * with all accesses through the old entry; ISB discards what was fetched by it (the manual's
 * "Ordering and completion of TLB maintenance instructions"). The non-shareable domain is this CPU.
 */
static inline void kmap_arm64_tlbi_begin(void)
{
	__asm__ volatile("dsb nshst" : : : "memory");
}

static inline void kmap_arm64_tlbi_end(void)
{
	__asm__ volatile("dsb nsh\n\tisb" : : : "memory");
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	kmap_arm64_tlbi_begin();
	kmap_arm64_tlbi(address);
	kmap_arm64_tlbi_end();
}

/* More entries than this are invalidated all at once, and with them those of all other addresses. */
#ifndef KMAP_ARM64_INVALIDATE_MAX
#define KMAP_ARM64_INVALIDATE_MAX 64
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	kmap_arm64_tlbi_begin();
	if (pages > KMAP_ARM64_INVALIDATE_MAX)
		__asm__ volatile("tlbi vmalle1" : : : "memory");
	else
		for (char *page = (char *)address; pages;
		     pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
			kmap_arm64_tlbi(page);
	kmap_arm64_tlbi_end();
}

/* 64 bytes a round, in pairs of registers. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint64_t a, b, c, d, e, f, g, h;

	__asm__ volatile("1:\n\t"
			 "ldp %2, %3, [%1]\n\t"
			 "ldp %4, %5, [%1, #16]\n\t"
			 "ldp %6, %7, [%1, #32]\n\t"
			 "ldp %8, %9, [%1, #48]\n\t"
			 "add %1, %1, #64\n\t"
			 "stp %2, %3, [%0]\n\t"
			 "stp %4, %5, [%0, #16]\n\t"
			 "stp %6, %7, [%0, #32]\n\t"
			 "stp %8, %9, [%0, #48]\n\t"
			 "add %0, %0, #64\n\t"
			 "cmp %1, %10\n\t"
			 "b.ne 1b"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d), "=&r"(e),
			   "=&r"(f), "=&r"(g), "=&r"(h)
			 : "r"(end)
			 : "cc", "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile("1:\n\t"
			 "stp xzr, xzr, [%0]\n\t"
			 "stp xzr, xzr, [%0, #16]\n\t"
			 "stp xzr, xzr, [%0, #32]\n\t"
			 "stp xzr, xzr, [%0, #48]\n\t"
			 "add %0, %0, #64\n\t"
			 "cmp %0, %1\n\t"
			 "b.ne 1b"
			 : "+r"(page)
			 : "r"(end)
			 : "cc", "memory");
}

/*
 * Add one to a counter of this CPU. An interrupt between load and store makes the store fail,
 * because the return from it clears the monitor (the manual on ERET); with FEAT_LSE it is one instruction.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
