/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A processor made of variables, with which the unchanged core is compiled. Compile-time
 * options:
 *
 *   FAKE_NONE       the empty PTE. If it is not zero, a bit says "absent", as on
 *                   xtensa, and a PTE of zero maps frame zero.
 *   FAKE_PTE_WORDS  1 or 2. Two: frame bits in both, present bit in the low one.
 *   FAKE_RANGES     1: many TLB entries are invalidated in one step.
 *   FAKE_PAE        1: the PTE of arch/x86/pae, from its own header.
 *   FAKE_LONG       1: that of arch/x86/long.
 *   FAKE_SET_MAPS   1: setting a PTE maps and unmaps another page (bug B5), in
 *                   all tests.
 *   CACHE_KIB, CACHE_WAYS, CACHE_TAGS: a data cache, see tests/cache/cache.h.
 *   FAKE_COLOURS    cache colours, a power of two; the low bits of a PFN. By default those of
 *                   that cache.
 *   FAKE_RETIRES    1: a page is flushed from the cache before it is unmapped.
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "../../cache/cache.h"
#include "fake_step.h"

#ifndef FAKE_NONE
#define FAKE_NONE 0
#endif
#ifndef FAKE_PTE_WORDS
#define FAKE_PTE_WORDS 1
#endif
#ifndef FAKE_RANGES
#define FAKE_RANGES 0
#endif
#ifndef FAKE_PAE
#define FAKE_PAE 0
#endif
#ifndef FAKE_LONG
#define FAKE_LONG 0
#endif
#ifndef FAKE_SET_MAPS
#define FAKE_SET_MAPS 0
#endif
#ifndef FAKE_COLOURS
#define FAKE_COLOURS CACHE_SETS
#endif
#ifndef FAKE_RETIRES
#define FAKE_RETIRES 0
#endif

/* 1: a page in the persistent window is not mapped a second time, as in a virtually indexed cache (B10). */
#ifndef FAKE_REUSES
#define FAKE_REUSES 0
#endif
#define KMAP_ARCH_REUSES_PERSISTENT FAKE_REUSES

#define KMAP_ARCH_PAGE_SHIFT 12

static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	fake_store(word, value, "word");
}

/* Each PTE store of the pieces for ports is a step. */
#define KMAP_PTE_STORE(pte, member, value)                                                         \
	do {                                                                                       \
		fake_step("PTE " #member);                                                         \
		(pte)->member = value;                                                             \
	} while (0)

#if FAKE_PAE
#include "pae_pte.h"
#elif FAKE_LONG
#include "long_pte.h"
#else
#include "fake_pte.h"
#endif

#include "fake_machine.h"

static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	if (!kmap_arch_pte_is_none(*saved))
		fake_fail("a saved PTE is overwritten: the slot was not free");
	kmap_pte_write(saved, value);
}

static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	kmap_pte_erase(saved);
}

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	fake_pte_check_set(pte, address, value);
	kmap_pte_write(pte, value);
	fake_step("PTE is set");
	if (fake_set_hook)
		fake_set_hook();
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	fake_pte_check(pte, address);
	if (FAKE_RETIRES)
		fake_cache_check_empty(address);
	kmap_pte_erase(pte);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	fake_tlb_invalidate(address);
}

#if FAKE_RANGES

#define KMAP_ARCH_INVALIDATES_RANGES

static inline void kmap_arch_tlb_invalidate_local_range(void *address, unsigned int pages)
{
	fake_tlb_invalidate_range(address, pages);
}

#endif

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	fake_write(to, fake_read(from));
}

static inline void kmap_arch_page_clear(void *page)
{
	fake_write(page, 0);
}

static inline void kmap_arch_cache_flush(const void *address)
{
	fake_cache_flush(address);
}

static inline void kmap_arch_count(uint32_t *counter)
{
	fake_step("count");
	++*counter;
}

#define KMAP_ARCH_COLOURS FAKE_COLOURS

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	return (unsigned int)(pfn % FAKE_COLOURS);
}

#define KMAP_ARCH_CACHE_RETIRES FAKE_RETIRES

static inline void kmap_arch_cache_retire(void *address)
{
	fake_cache_retire(address);
}

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	fake_step("shared load");
	return *word;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	fake_store(word, value, "shared store");
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	fake_step("shared swap");
	if (*word != old)
		return false;
	*word = value;
	return true;
}

#endif
