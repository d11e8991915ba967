/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The simulated processor, with which the unchanged core is compiled. Every hook that
 * changes state is a function in machine.c, cache.c or persistent.c, and each store of a
 * word in it is a step. Compile-time options:
 *
 *   CACHE_KIB, CACHE_WAYS, CACHE_TAGS: a data cache, see tests/cache/cache.h
 *   SIM_RETIRES  1: a page is flushed from it before it is unmapped
 *   SIM_REUSES   1: a page in the persistent window is not mapped a second time
 */
#ifndef KMAP_ARCH_H
#define KMAP_ARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "../param.h"
#include "../../cache/cache.h"

#define SIM_COLOURS CACHE_SETS
#ifndef SIM_RETIRES
#define SIM_RETIRES 0
#endif
#ifndef SIM_REUSES
#define SIM_REUSES 0
#endif

#define KMAP_ARCH_PAGE_SHIFT 12
#define KMAP_ARCH_COLOURS SIM_COLOURS
#define KMAP_ARCH_CACHE_RETIRES SIM_RETIRES
#define KMAP_ARCH_REUSES_PERSISTENT SIM_REUSES

/* The PFN: 20 bits in the low word, the rest in the high one. */
struct kmap_pte {
	uint32_t low;
	uint32_t high;
};

typedef uint32_t kmap_prot_t;

#define SIM_PTE_PRESENT 0x1u
#define SIM_PTE_WRITE 0x2u
#define SIM_PTE_UNCACHED 0x4u
#define SIM_PTE_ABSENT 0x8u
#define SIM_PTE_WRITE_COMBINED 0x10u
#define SIM_PTE_EXECUTE 0x20u
#define KMAP_PROT_DEFAULT (SIM_PTE_PRESENT | SIM_PTE_WRITE)
#define KMAP_PROT_READ_ONLY SIM_PTE_PRESENT
#define KMAP_PROT_UNCACHED (KMAP_PROT_DEFAULT | SIM_PTE_UNCACHED)
#define KMAP_PROT_WRITE_COMBINED (KMAP_PROT_DEFAULT | SIM_PTE_WRITE_COMBINED)
#define KMAP_PROT_EXECUTABLE (KMAP_PROT_DEFAULT | SIM_PTE_EXECUTE)

static inline struct kmap_pte kmap_arch_pte_none(void)
{
	return (struct kmap_pte){ .low = sim_param.none };
}

static inline struct kmap_pte kmap_arch_pte_make(unsigned long pfn, kmap_prot_t prot)
{
	return (struct kmap_pte){
		.low = (uint32_t)pfn << KMAP_ARCH_PAGE_SHIFT | prot,
		.high = (uint32_t)(pfn >> 20),
	};
}

static inline bool kmap_arch_pte_is_none(struct kmap_pte pte)
{
	return sim_param.none ? pte.low & SIM_PTE_ABSENT : !(pte.low & SIM_PTE_PRESENT);
}

static inline unsigned long kmap_arch_pte_pfn(struct kmap_pte pte)
{
	return (unsigned long)pte.high << 20 | pte.low >> KMAP_ARCH_PAGE_SHIFT;
}

static inline unsigned int kmap_arch_colour(unsigned long pfn)
{
	return (unsigned int)(pfn % SIM_COLOURS);
}

/* In machine.c: stores, each after a step. */
void sim_task_store(uint32_t *word, uint32_t value);
void sim_saved_store(struct kmap_pte *saved, uint32_t *word, uint32_t value);
void sim_pte_store(struct kmap_pte *pte, void *address, bool high, uint32_t value);
void sim_tlb_invalidate(void *address);
void sim_count(uint32_t *counter);

/* In act.c: with sim_param.set_maps, map and unmap another page. */
void sim_set_maps(void);

/* In cache.c. */
void sim_page_copy(void *to, const void *from);
void sim_page_clear(void *page);
void sim_cache_flush(const void *address);
void sim_cache_retire(void *address);

/* In persistent.c. */
uint32_t sim_shared_load(const uint32_t *word);
void sim_shared_store(uint32_t *word, uint32_t value);
bool sim_shared_swap(uint32_t *word, uint32_t old, uint32_t value);

static inline void kmap_arch_store(uint32_t *word, uint32_t value)
{
	sim_task_store(word, value);
}

/* The word with the present bit last. */
static inline void kmap_arch_saved_write(struct kmap_pte *saved, struct kmap_pte value)
{
	if (sim_param.words > 1)
		sim_saved_store(saved, &saved->high, value.high);
	sim_saved_store(saved, &saved->low, value.low);
}

/* The word with the present bit first. */
static inline void kmap_arch_saved_erase(struct kmap_pte *saved)
{
	sim_saved_store(saved, &saved->low, kmap_arch_pte_none().low);
	if (sim_param.words > 1)
		sim_saved_store(saved, &saved->high, 0);
}

static inline void kmap_arch_pte_set(struct kmap_pte *pte, void *address, struct kmap_pte value)
{
	if (sim_param.words > 1)
		sim_pte_store(pte, address, true, value.high);
	sim_pte_store(pte, address, false, value.low);
	if (sim_param.set_maps)
		sim_set_maps();
}

static inline void kmap_arch_pte_clear(struct kmap_pte *pte, void *address)
{
	sim_pte_store(pte, address, false, kmap_arch_pte_none().low);
	if (sim_param.words > 1)
		sim_pte_store(pte, address, true, 0);
}

static inline void kmap_arch_tlb_invalidate_local(void *address)
{
	sim_tlb_invalidate(address);
}

static inline void kmap_arch_page_copy(void *to, const void *from)
{
	sim_page_copy(to, from);
}

static inline void kmap_arch_page_clear(void *page)
{
	sim_page_clear(page);
}

static inline void kmap_arch_count(uint32_t *counter)
{
	sim_count(counter);
}

static inline void kmap_arch_cache_retire(void *address)
{
	sim_cache_retire(address);
}

static inline void kmap_arch_cache_flush(const void *address)
{
	sim_cache_flush(address);
}

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	return sim_shared_load(word);
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	sim_shared_store(word, value);
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	return sim_shared_swap(word, old, value);
}

#endif
