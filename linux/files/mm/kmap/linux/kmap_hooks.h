/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The hooks of an architecture, on Linux's page table functions and on the hooks that
 * asm/highmem.h has for local mappings. An architecture needs nothing more.
 */
#ifndef KMAP_HOOKS_H
#define KMAP_HOOKS_H

#include <linux/atomic.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <asm/cacheflush.h>
#include <asm/tlbflush.h>
/* sparc and arc have their fixed addresses in asm/highmem.h. */
#if __has_include(<asm/fixmap.h>)
#include <asm/fixmap.h>
#endif
/* x86 has local mappings of device memory without high memory, too. */
#if defined(CONFIG_HIGHMEM) || defined(CONFIG_X86)
#include <asm/highmem.h>
#endif

#ifdef CONFIG_X86_32
#include "kmap_x86.h"
#endif

#include <kmap/port/store.h>

/* Attributes: Linux's, or one of the names below, which no valid PTE has as its bits. */
typedef unsigned long long kmap_prot_t;

#define KMAP_PROT_DEFAULT 0ull
#define KMAP_PROT_READ_ONLY 2ull
#define KMAP_PROT_UNCACHED 4ull
#define KMAP_PROT_WRITE_COMBINED 6ull
#define KMAP_PROT_EXECUTABLE 8ull

#ifndef kmap_prot
#define kmap_prot PAGE_KERNEL
#endif

/* Linux calls page_address() or kmap_high_get() for pages with an address before it maps. */
#define KMAP_ARCH_REUSES_PERSISTENT 0

/* xtensa: where the cache is indexed by virtual addresses, a page takes a slot of its colour. */
#ifdef get_pkmap_color
#define KMAP_ARCH_COLOURS DCACHE_N_COLORS
#define kmap_hook_colour(pfn) DCACHE_ALIAS((pfn) << PAGE_SHIFT)
#else
#define KMAP_ARCH_COLOURS 1
#define kmap_hook_colour(pfn) ((void)(pfn), 0u)
#endif

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	return kmap_hook_colour(pfn);
}

#ifdef arch_kmap_local_pre_unmap
#define KMAP_ARCH_CACHE_RETIRES 1
#else
#define KMAP_ARCH_CACHE_RETIRES 0
#define arch_kmap_local_pre_unmap(address)                                                         \
	do {                                                                                       \
	} while (0)
#endif

/* sparc: in 6.1 it is there, and only kmap calls it. */
#ifndef arch_kmap_local_pre_map
#define arch_kmap_local_pre_map(address, value)                                                    \
	do {                                                                                       \
	} while (0)
#endif

#ifndef arch_kmap_local_post_map
#define arch_kmap_local_post_map(address, value)                                                   \
	do {                                                                                       \
	} while (0)
#endif

#ifndef arch_kmap_local_post_unmap
#define arch_kmap_local_post_unmap(address)                                                        \
	do {                                                                                       \
	} while (0)
#endif

/* Take this CPU's TLB entry of an address down. */
#ifndef kmap_hook_invalidate
#define kmap_hook_invalidate(address) arch_kmap_local_post_unmap((unsigned long)(address))
#endif

/* The PTE of a frame with the attributes of plain mappings. */
#ifndef kmap_hook_plain
#define kmap_hook_plain(pfn) pfn_pte(pfn, kmap_prot)
#endif

/* When the machine's memory is known, before the first mapping. */
#ifndef kmap_hook_init
#define kmap_hook_init()                                                                           \
	do {                                                                                       \
	} while (0)
#endif

#ifndef arch_kmap_local_set_pte
#define arch_kmap_local_set_pte(mm, address, pte, value) set_pte_at(mm, address, pte, value)
#endif

/*
 * Where two neighbouring PTEs share an entry of the TLB, an empty one has to be as global as
 * the other. So it is not written as a value: pte_clear() knows what it has to be.
 */
#if defined(CONFIG_MIPS) || defined(CONFIG_CSKY)
#define KMAP_HOOK_CLEARS_EMPTY 1
#else
#define KMAP_HOOK_CLEARS_EMPTY 0
#endif

static inline pgprot_t kmap_hook_prot(kmap_prot_t prot)
{
	switch (prot) {
	case KMAP_PROT_DEFAULT:
		return kmap_prot;
	case KMAP_PROT_READ_ONLY:
		return PAGE_KERNEL_RO;
	case KMAP_PROT_UNCACHED:
		return pgprot_noncached(kmap_prot);
	case KMAP_PROT_WRITE_COMBINED:
		return pgprot_writecombine(kmap_prot);
	case KMAP_PROT_EXECUTABLE:
		return PAGE_KERNEL_EXEC;
	default:
		return __pgprot(prot);
	}
}

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	struct kmap_pte value;

	value.pte = prot == KMAP_PROT_DEFAULT ? kmap_hook_plain(pfn)
					      : pfn_pte(pfn, kmap_hook_prot(prot));
	return value;
}

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	struct kmap_pte none = { __pte(0) };

	return none;
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte value)
{
	return pte_pfn(value.pte);
}

/* A PTE has one or two words. */
#define KMAP_HOOK_WORDS (sizeof(struct kmap_pte) / sizeof(unsigned long))

union kmap_hook_words {
	pte_t pte;
	unsigned long word[KMAP_HOOK_WORDS];
};

/*
 * A PTE of two words is none as soon as the word is erased that says whether it is present; the
 * other one may be left. One of one word need not be zero to be none: Linux knows.
 */
static inline bool kmap_arch_pte_is_none(struct kmap_pte value)
{
	return KMAP_HOOK_WORDS > 1 ? !pte_present(value.pte) : pte_none(value.pte);
}

/*
 * Which word of a PTE has the low bits, and so says whether it is present: a constant,
 * which depends on the order of bytes and on how the architecture declares pte_t.
 */
static inline unsigned int kmap_hook_low_word(void)
{
	union kmap_hook_words first = { .word = { 1 } };

	return pte_val(first.pte) == 1 ? 0 : KMAP_HOOK_WORDS - 1;
}

/*
 * The saved value is read by the switch, which may come between any two stores: the word
 * that says whether the PTE is present is written last, and erased.
 */
static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	union kmap_hook_words *to = (union kmap_hook_words *)saved;
	union kmap_hook_words from = { .pte = value.pte };
	unsigned int low = kmap_hook_low_word();

	barrier();
	if (KMAP_HOOK_WORDS > 1)
		to->word[low ^ 1] = from.word[low ^ 1];
	barrier();
	to->word[low] = from.word[low];
	barrier();
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	barrier();
	((union kmap_hook_words *)saved)->word[kmap_hook_low_word()] = 0;
	barrier();
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	pte_clear(&init_mm, (unsigned long)address, &pte->pte);
}

/* A saved value of two words is erased in one of them, which says whether it is present. */
static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	if (KMAP_HOOK_CLEARS_EMPTY && !pte_present(value.pte)) {
		kmap_arch_pte_clear(pte, address);
		return;
	}
	arch_kmap_local_pre_map((unsigned long)address, value.pte);
	arch_kmap_local_set_pte(&init_mm, (unsigned long)address, &pte->pte, value.pte);
	arch_kmap_local_post_map((unsigned long)address, value.pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	kmap_hook_invalidate(address);
}

static inline void kmap_arch_cache_retire(void *address)
{
	arch_kmap_local_pre_unmap((unsigned long)address);
}

static inline void kmap_arch_cache_flush(const void *address)
{
	(void)address;
}

/*
 * Words that several CPUs change: Linux's functions, because for a processor without the
 * instruction, as 32-bit SPARC, the compiler calls a library that no kernel has.
 */
static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return smp_load_acquire(word);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	smp_store_release(word, value);
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	return cmpxchg(word, old, value) == old;
}

static inline void kmap_arch_count(uint32_t *counter)
{
	++*counter;
}

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	copy_page(to, (void *)from);
}

static inline void kmap_arch_page_clear(void *page)
{
	clear_page(page);
}

#endif
