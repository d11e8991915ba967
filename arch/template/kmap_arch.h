/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Template of an architecture: copy this folder, read each contract, fill in
 * the bodies. As it stands it compiles and maps nothing.
 *
 * Everything here is static inline or a constant: no function of the core or
 * of the host is called, nothing is allocated, nothing sleeps, nothing
 * disables interrupts, and nothing touches another CPU. A function that is
 * missing or misspelt does not compile. Unless a contract says otherwise a
 * function may be interrupted, and its task switched, at any instruction.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

/* log2 of the page size in bytes. */
#define KMAP_ARCH_PAGE_SHIFT 12

/* One PTE, in the layout that the processor (or its refill handler) reads. */
struct kmap_pte {
	uint32_t word;
};

/* Attributes of a mapping, as a number that kmap_arch_pte_make() understands. */
typedef uint32_t kmap_prot_t;

/*
 * Attributes of plain data: readable, writable, cached, never executable if
 * the processor can say so. Set accessed and dirty beforehand where the
 * processor would otherwise write them back: the core keeps a copy of the PTE.
 */
#define KMAP_PROT_DEFAULT 1u
/* The same without write access, and for device registers. */
#define KMAP_PROT_READ_ONLY 2u
#define KMAP_PROT_UNCACHED 3u

/* The PTE that maps frame @pfn with @prot. Pure. */
static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	return (struct kmap_pte){ (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };
}

/* The PTE that maps nothing. Need not be zero. Pure. */
static inline struct kmap_pte kmap_arch_pte_none(void)
{
	return (struct kmap_pte){ 0 };
}

/* True if the processor takes @pte for absent. Pure. */
static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return pte.word == 0;
}

/*
 * Store @value in *@word: one store, not split, not repeated, in program order
 * with all other stores of this file as this CPU sees them. Other CPUs never
 * look. A volatile store does on most machines.
 */
static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

/*
 * Keep @value in the task's state; *@saved is none before. A task switch in
 * the middle restores what is there by then, so if a PTE has several words,
 * write the one with the present bit last.
 */
static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	*(volatile uint32_t *)&saved->word = value.word;
}

/* Make *@saved none; the word with the present bit first. */
static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_arch_saved_write(saved, kmap_arch_pte_none());
}

/*
 * Make the mapping of @address valid: *@pte is none before, or is @value
 * already (a switch restored it). @value may be none when a switch restores a
 * slot that is only half taken. Never let the processor see a valid PTE that
 * is neither; then do whatever it takes until this CPU sees @value (a barrier,
 * a write to a software-loaded TLB). Do not use a setter meant for user pages
 * if it maps the page itself to flush a cache: that recurses.
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_arch_saved_write(pte, value);
}

/* Make *@pte none. The TLB is the next call's business. *@pte may be none already. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_arch_saved_erase(pte);
}

/*
 * Drop the translation of @address from this CPU's TLB, whether it is there or
 * not, and do not return before it is gone. Never from another CPU's.
 */
static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	(void)address;
	__asm__ volatile("" : : : "memory");
}

/* Copy one page; both are mapped, page-aligned, and equal or disjoint. */
static inline void kmap_arch_page_copy(void *to, const void *from)
{
	__builtin_memcpy(to, from, 1u << KMAP_ARCH_PAGE_SHIFT);
}

/* Fill one mapped page with zeros. */
static inline void kmap_arch_page_clear(void *page)
{
	__builtin_memset(page, 0, 1u << KMAP_ARCH_PAGE_SHIFT);
}

#endif
