/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Template of an architecture: copy this file, read each contract, fill in the
 * bodies. As it stands it compiles and maps nothing. What is the same on many machines
 * is in <kmap/port/...>: include such a piece in place of the functions that it has, as
 * arch/x86 does.
 *
 * Everything here is static inline or a constant: no function of the core or
 * of the host is called, nothing is allocated, nothing sleeps, nothing
 * disables interrupts, and nothing touches another CPU. (Where the TLB is reached through registers
 * that interrupt handlers use as well, interrupts may be off for the few instructions of an
 * invalidation: arch/mips.) A function that is
 * missing or misspelt does not compile. Unless a contract says otherwise a
 * function may be interrupted, and its task switched, at any instruction.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

/* log2 of the page size in bytes. */
#define KMAP_ARCH_PAGE_SHIFT 12

/*
 * Where the port lets choose something that all objects must agree on: a word that is
 * another one for each choice. It becomes part of a symbol, so that objects which
 * differ in it do not link. Without a choice it may be left out.
 */
#define KMAP_ARCH_CONFIG template

/*
 * Not here, because this processor has none of them. They make shorter or faster code:
 *   KMAP_ARCH_UNMAPS_ANY_BYTE     1: the hooks which an unmap calls accept any byte of the page,
 *                                 so that the core need not compute the first one
 *   KMAP_ARCH_LOWEST              the port has kmap_arch_lowest(), see
 *                                 <kmap/internal/window.h>: the number of the lowest bit
 *   KMAP_ARCH_MASKS               the port has functions on masks, see
 *                                 <kmap/internal/window.h>
 *   KMAP_ARCH_INVALIDATES_RANGES  the port has kmap_arch_tlb_invalidate_local_range(), see
 *                                 <kmap/internal/slot.h>: fewer steps for many TLB entries
 *   KMAP_ARCH_PAGES_AT_ONCE       where it has: the pages that helpers for many map at a time
 */

/* One PTE, in the layout that the processor (or its refill handler) reads. */
struct kmap_pte {
	uint32_t word;
};

/* Attributes of a mapping, as a number that kmap_arch_pte_make() understands. */
typedef uint32_t kmap_prot_t;

/*
 * Attributes of plain data: readable, writable, cached. If the processor sets the
 * accessed and dirty bits in PTEs, set them here: the core keeps a copy of the PTE.
 *
 * If the processor has a no-execute bit, set it here and in the attributes below, except
 * the last: the contents of a page are data. If only some processors have it, choose
 * at compile time: a variable would have to be loaded by every map.
 */
#define KMAP_PROT_DEFAULT 1u
/* The same without write access, and for device registers. */
#define KMAP_PROT_READ_ONLY 2u
#define KMAP_PROT_UNCACHED 3u
/*
 * For frame buffers: writes may be combined and reordered, reads are not cached. The
 * same as uncached where the processor has no such memory type.
 */
#define KMAP_PROT_WRITE_COMBINED 3u
/*
 * The default, and executable: for code that is loaded or patched. Equal to
 * KMAP_PROT_DEFAULT where the processor has no no-execute bit; otherwise another
 * number, so that a direct page gets a mapping of its own. The caller that writes the code
 * flushes the instruction cache.
 */
#define KMAP_PROT_EXECUTABLE 4u

/* The PTE that maps frame @pfn with @prot. Pure. */
static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte pte = { (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot };

	return pte;
}

/* The PTE that maps nothing. Need not be zero. Pure. */
static inline struct kmap_pte kmap_arch_pte_none(void)
{
	struct kmap_pte none = { 0 };

	return none;
}

/* Whether @pte is absent for the processor. Pure. */
static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return pte.word == 0;
}

/* The frame that @pte, which is not none, maps: the inverse of kmap_arch_pte_make(). Pure. */
static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return pte.word >> KMAP_ARCH_PAGE_SHIFT;
}

/*
 * Store @value in *@word: one store, not split, not repeated, and for this CPU in
 * program order with all other stores of this file. Other CPUs never read it. On most
 * machines a volatile store is enough.
 */
static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	*(volatile uint32_t *)word = value;
}

/*
 * Keep @value in the task's state; *@saved is none before. A task switch in the middle
 * restores what is there by then. So if a PTE has several words, write the one with
 * the present bit last.
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
 * slot that is only half taken. Never let the processor see a valid PTE that is
 * neither. Then do what is needed for this CPU to see @value (a barrier, a write to a
 * software-loaded TLB). Do not use a setter meant for user pages if it maps the page
 * itself to flush a cache: that recurses.
 */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	(void)address;
	kmap_arch_saved_write(pte, value);
}

/* Make *@pte none; it may be none already. The core then invalidates the TLB entry. */
static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	(void)address;
	kmap_arch_saved_erase(pte);
}

/*
 * Drop the translation of @address from this CPU's TLB, whether it is there or
 * not, and do not return before it is gone. Never from another CPU's. If the TLB keeps
 * translations of several address spaces, from all of them.
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

/*
 * What was written through the mapping of one page, whose first byte is
 * @address, must be seen through every other mapping of that page from now on.
 * Called for each page that a helper has written, before it is unmapped. Empty where
 * caches are physically tagged or cannot hold a page at two addresses; else write the
 * page back to memory and drop it from the cache.
 */
static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

/*
 * Add one to a counter of this CPU, with no interrupt between load and store:
 * one instruction, or an atomic operation.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

/*
 * Cache colours: where a cache holds a page at two addresses unless certain bits of
 * the addresses agree, the number of values of those bits, a power of two; else 1. A
 * frame is mapped in a slot, or in the persistent window, at a page number that has the colour of
 * the frame as its remainder. How many mappings are then sure to fit: KMAP_DEPTH. The I/O window
 * has no colours: with several, map there with attributes that are not cached.
 */
#define KMAP_ARCH_COLOURS 1

/* The colour of a frame, below KMAP_ARCH_COLOURS. Pure. */
static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	(void)pfn;
	return 0;
}

/*
 * 1 where the data cache is virtually indexed, so that a page must be flushed from it
 * before it is unmapped, also in a task switch, and when it leaves the persistent window; else 0.
 * Needed where tags are virtual; and where user space maps pages at addresses of any colour, unless
 * the host flushes them itself. With virtual tags the direct map is one address more: do not map
 * directly mapped pages with other attributes, nor with KMAP_FORCE_MAP, while the cache has them.
 */
#define KMAP_ARCH_CACHE_RETIRES 0

/*
 * 1 where a page that has a persistent mapping must not get a second address, because
 * the cache would hold it twice: a local mapping of one page then becomes a user of the
 * persistent one, until its unmap; else 0. A page that is there without users may get a second
 * address, if caches are retired. A mapping of several pages cannot do so: do
 * not make one of pages that may be in the persistent window. A kmap() of a page that
 * another task has in a slot is refused in debug mode only: do not share pages so.
 */
#define KMAP_ARCH_REUSES_PERSISTENT 0

/* Write back and drop what the cache holds of the page at @address, which is still mapped. */
static inline void kmap_arch_cache_retire(void *address)
{
	(void)address;
}

/*
 * Words that several CPUs change. The load: what follows in the program is not done
 * before it (acquire). The store: all CPUs see what comes before it in the program
 * before they see it (release). The compiler's builtins are right for most machines.
 */
static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/*
 * If *@word is @old make it @value, in one step for all CPUs and interrupt
 * handlers, and return true; else return false and leave it.
 *
 * When it returns true it is a full fence: for all CPUs, all loads and stores
 * before it in the program, and its own, come before all that follow it. In
 * particular a load that follows is not done before the store to *@word is seen by
 * all: two CPUs that each swap a word and then read the other's cannot both see the
 * old values. Neither C11 nor GCC's __ATOMIC_SEQ_CST promises that of the exchange
 * alone, and on ARM and PowerPC it is not true: hence the fence below. Leave it out
 * where the atomic instruction is a full fence already, as on x86. When it returns
 * false no order is needed. On one CPU, interrupts off around load and store will do.
 */
static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	bool done = __atomic_compare_exchange_n(word, &old, value, false, __ATOMIC_SEQ_CST,
						__ATOMIC_RELAXED);

	__sync_synchronize();
	return done;
}

#endif
