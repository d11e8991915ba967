/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * 32-bit ARM, version 7: what both PTE formats share. The format is in kmap_arch_pte.h, found on
 * the include path in lpae/ or short/. Section numbers are those of the ARM Architecture Reference
 * Manual, ARMv7-A and ARMv7-R edition, ARM DDI 0406C.
 *
 * Page tables are walked through the caches: the host says so in TTBR and TTBCR (B4.1.154,
 * B4.1.153), and every processor with the multiprocessing extensions can.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* GCC puts a DMB on both sides of an exchange, but does not promise it. */
#define KMAP_ARCH_SWAP_IS_FENCE 0

/*
 * Data caches behave as if they were physically tagged and indexed (the manual on caches in a VMSA
 * implementation), so a page may have many addresses. On older processors it may not. For what
 * those need, 1 makes a local mapping of a page use a persistent mapping of it.
 */
#ifndef KMAP_ARM_REUSES_PERSISTENT
#define KMAP_ARM_REUSES_PERSISTENT 0
#endif
#define KMAP_ARCH_REUSES_PERSISTENT KMAP_ARM_REUSES_PERSISTENT

#include <kmap/port/caches_plain.h>
#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

#include "kmap_arch_pte.h"

/* Objects that differ in these do not link. */
#define KMAP_ARM_CONFIG_PASTE(format, reuses) arm_##format##_reuse##reuses
#define KMAP_ARM_CONFIG_NAME(format, reuses) KMAP_ARM_CONFIG_PASTE(format, reuses)
#define KMAP_ARCH_CONFIG KMAP_ARM_CONFIG_NAME(KMAP_ARM_FORMAT, KMAP_ARM_REUSES_PERSISTENT)

#include <kmap/port/saved_plain.h>

/*
 * An entry that was none is in no TLB, so there is nothing to invalidate. But the table walk is
 * an observer of its own: it sees the store only after a DSB; and what follows sees that only
 * after an ISB, before which the processor may have looked for the translation already (B3.10.1,
 * "General TLB maintenance requirements"). Inner shareable, because other CPUs use persistent
 * mappings.
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_pte_write(pte, value);
	__asm__ volatile("dsb ishst\n\tisb" : : : "memory");
}

/* The invalidation that follows has the barrier. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
}

/*
 * What an invalidation needs around it (B3.10.1): a DSB before, so that no table walk
 * still finds the old PTE and brings it back; a DSB after, because the operation is complete
 * only then; and an ISB, for what the processor has begun with the old translation. Only this CPU
 * has to see all that: hence not shareable.
 */
static inline void kmap_arm_invalidate_begin(void)
{
	__asm__ volatile("dsb nshst" : : : "memory");
}

/* TLBIMVA, by an address whose low byte is an ASID; PTEs are global, so it does not matter. */
static inline void kmap_arm_invalidate_one(void *address)
{
	__asm__ volatile("mcr p15, 0, %0, c8, c7, 1" : : "r"(address) : "memory");
}

static inline void kmap_arm_invalidate_end(void)
{
	__asm__ volatile("dsb nsh\n\tisb" : : : "memory");
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	kmap_arm_invalidate_begin();
	kmap_arm_invalidate_one(address);
	kmap_arm_invalidate_end();
}

/* One set of barriers for many. More entries than this go with all others, by TLBIALL. */
#ifndef KMAP_ARM_INVALIDATE_MAX
#define KMAP_ARM_INVALIDATE_MAX 32
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	kmap_arm_invalidate_begin();
	if (pages > KMAP_ARM_INVALIDATE_MAX) {
		__asm__ volatile("mcr p15, 0, %0, c8, c7, 0" : : "r"(0) : "memory");
		pages = 0;
	}
	for (char *page = (char *)address; pages; pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
		kmap_arm_invalidate_one(page);
	kmap_arm_invalidate_end();
}

/* 64 bytes in a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile("1: ldmia %1!, {r3-r10}\n\t"
			 "stmia %0!, {r3-r10}\n\t"
			 "ldmia %1!, {r3-r10}\n\t"
			 "stmia %0!, {r3-r10}\n\t"
			 "cmp %1, %2\n\t"
			 "bne 1b"
			 : "+r"(to), "+r"(from)
			 : "r"(end)
			 : "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "cc", "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile("mov r3, #0\n\tmov r4, #0\n\tmov r5, #0\n\tmov r6, #0\n\t"
			 "mov r7, #0\n\tmov r8, #0\n\tmov r9, #0\n\tmov r10, #0\n\t"
			 "1: stmia %0!, {r3-r10}\n\t"
			 "stmia %0!, {r3-r10}\n\t"
			 "cmp %0, %1\n\t"
			 "bne 1b"
			 : "+r"(page)
			 : "r"(end)
			 : "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "cc", "memory");
}

/*
 * Add one to a counter of this CPU: exclusive, but without the fences of an atomic operation. An
 * exception in between makes the store fail, because the host clears the exclusive monitor when
 * it returns from one (A3.4.4, "Context switch support").
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

#endif
