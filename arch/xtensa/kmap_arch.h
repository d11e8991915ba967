/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Xtensa with the MMU option: a TLB that the processor loads from page tables in virtual memory,
 * one word for each page of all addresses, from the address in PTEVADDR on. References are to the
 * Xtensa Instruction Set Architecture Reference Manual (RC-2010.1).
 *
 * The processor reads the PTE that kmap wrote (autorefill, 4.6.5.9), so a map needs nothing but the
 * store. Only where it finds no translation for the table itself does it raise an exception, whose
 * handler is the host's and knows nothing of kmap.
 *
 * A PTE that maps nothing is loaded like any other one, by an access that has no right to the page;
 * and the map that follows does not drop it. So the host's fault handler asks
 * kmap_xtensa_fault_is_stale(). See docs/porting.md.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#define KMAP_ARCH_PAGE_SHIFT 12
/* GCC puts a MEMW on both sides of an exchange, but does not promise it. */
#define KMAP_ARCH_SWAP_IS_FENCE 0
/* The TLB is asked for an address, and answers with what to invalidate. */
#define KMAP_ARCH_UNMAPS_ANY_BYTE 1

#include <kmap/port/shared_words.h>
#include <kmap/port/store.h>

#include "kmap_xtensa_pte.h"
#include "kmap_xtensa_cache.h"
#include "kmap_xtensa_tlb.h"

/* Objects that differ in these do not link. */
#define KMAP_XTENSA_CONFIG_PASTE(colours, retires) xtensa_colours##colours##_retires##retires
#define KMAP_XTENSA_CONFIG_NAME(colours, retires) KMAP_XTENSA_CONFIG_PASTE(colours, retires)
#define KMAP_ARCH_CONFIG KMAP_XTENSA_CONFIG_NAME(KMAP_XTENSA_COLOURS, KMAP_XTENSA_CACHE_RETIRES)

#include <kmap/port/saved_plain.h>

/* The processor loads PTEs as it loads data, in program order: no barrier. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_pte_write(pte, value);
	if (KMAP_XTENSA_PTE_WRITES_BACK)
		kmap_xtensa_line_write_back(pte);
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_pte_erase(pte);
	if (KMAP_XTENSA_PTE_WRITES_BACK)
		kmap_xtensa_line_write_back(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	kmap_xtensa_tlb_drop(address);
}

/* Where there are more pages than this, all entries go. */
#ifndef KMAP_XTENSA_INVALIDATE_MAX
#define KMAP_XTENSA_INVALIDATE_MAX 32
#endif
#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	const char *page = (const char *)address;

	if (pages > KMAP_XTENSA_INVALIDATE_MAX)
		kmap_xtensa_tlb_drop_all();
	else
		for (; pages; pages--, page += 1 << KMAP_ARCH_PAGE_SHIFT)
			kmap_xtensa_tlb_drop_unordered(page);
	kmap_xtensa_tlb_sync();
}

/**
 * kmap_xtensa_fault_is_stale() - whether a fault shows only what this CPU's TLB has kept
 * @pte:     the PTE of @address, as it is in the page tables now
 * @needed:  KMAP_PTE_WRITE, KMAP_PTE_EXECUTE, or 0 for a load: what the access was
 * @address: of the access that faulted on this CPU: a load, store or fetch that is prohibited
 *
 * For the host's fault handler. If so, the TLB does not keep it any longer.
 *
 * Context: any. Return: true if the access is allowed, and the handler should repeat it.
 */
static inline bool kmap_xtensa_fault_is_stale(struct kmap_pte pte, uint32_t needed, void *address)
{
	if (kmap_arch_pte_is_none(pte) || (pte.word & needed) != needed)
		return false;
	kmap_arch_tlb_invalidate_local(address);
	return true;
}

/* Sixteen words in a round. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	const char *end = (const char *)from + (1 << KMAP_ARCH_PAGE_SHIFT);
	uint32_t a, b, c, d;

	__asm__ volatile("1:\n\t"
			 ".irp offset, 0, 16, 32, 48\n\t"
			 "l32i %2, %1, \\offset\n\tl32i %3, %1, \\offset + 4\n\t"
			 "l32i %4, %1, \\offset + 8\n\tl32i %5, %1, \\offset + 12\n\t"
			 "s32i %2, %0, \\offset\n\ts32i %3, %0, \\offset + 4\n\t"
			 "s32i %4, %0, \\offset + 8\n\ts32i %5, %0, \\offset + 12\n\t"
			 ".endr\n\t"
			 "addi %1, %1, 64\n\t"
			 "addi %0, %0, 64\n\t"
			 "bne %1, %6, 1b"
			 : "+r"(to), "+r"(from), "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
			 : "r"(end)
			 : "memory");
}

static inline void kmap_arch_page_clear(void *page)
{
	const char *end = (const char *)page + (1 << KMAP_ARCH_PAGE_SHIFT);

	__asm__ volatile(
		"1:\n\t"
		".irp offset, 0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60\n\t"
		"s32i %2, %0, \\offset\n\t"
		".endr\n\t"
		"addi %0, %0, 64\n\t"
		"bne %0, %1, 1b"
		: "+r"(page)
		: "r"(end), "r"(0)
		: "memory");
}

/*
 * Add one to a counter of this CPU, with all interrupts off: as many instructions as with S32C1I,
 * which not all processors have.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	uint32_t status, value;

	__asm__ volatile("rsil %0, 15\n\t"
			 "l32i %1, %2, 0\n\t"
			 "addi %1, %1, 1\n\t"
			 "s32i %1, %2, 0\n\t"
			 "wsr.ps %0"
			 : "=&r"(status), "=&r"(value)
			 : "r"(counter)
			 : "memory");
}

#endif
