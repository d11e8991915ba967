/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine inside persistent mappings: how a page that is in the pool gets
 * one user more or less without a lock. Not for callers; use
 * <kmap/persistent.h>.
 */
#ifndef KMAP_POOL_H
#define KMAP_POOL_H

#include <kmap/types.h>

#include "kmap_host.h"

/** KMAP_POOL_SIZE - bytes of virtual address space for the pool. */
#define KMAP_POOL_SIZE ((uintptr_t)KMAP_POOL_PAGES << KMAP_ARCH_PAGE_SHIFT)

/*
 * The bits of a slot's @count that count, the lowest ones; a page has at most
 * KMAP_POOL_COUNT - 1 users. The others are a generation, another one whenever
 * the slot is taken down: a CPU that looked before does not take the slot for
 * the same afterwards, unless all generations passed meanwhile.
 */
#ifndef KMAP_POOL_COUNT
#define KMAP_POOL_COUNT 0xfffffu
#endif

/*
 * One page of the pool. @count is 0 when nothing is mapped, 1 when a page is
 * mapped and nobody uses it, else one more than its users; and a generation
 * above that. From 0 and to 0 it goes under the host's pool lock only, between
 * other values without. @page changes while the count is 0; NULL in a mapped
 * slot means that the page was given back to its allocator.
 *
 * A page's own word tells its slot: 0 for none, else the slot's number plus
 * one. It is read without the lock, so the slot may have been given to another
 * page since. Look at the count, then at @page, then change the count by a swap,
 * which fails if the slot was taken down in between. Only two things get past
 * that, a page being given back and all generations passing: so who made the
 * count go up looks at @page again. A count above zero keeps @page as it is,
 * and the page's word.
 */
struct kmap_pool_slot {
	uint32_t count;
	kmap_page_t *page;
};

extern struct kmap_pool_slot kmap_pool_slots[KMAP_POOL_PAGES];
/* Tasks that wait for room. */
extern uint32_t kmap_pool_waiters;

/* What to do when the pool is full. */
enum kmap_pool_policy { KMAP_POOL_WAIT, KMAP_POOL_TRY, KMAP_POOL_INTERRUPTIBLE };

/* Out of line: a page that is perhaps not mapped yet; misuse of kunmap(), 0 for our caller. */
void *kmap_pool_map_call(kmap_page_t *page, enum kmap_pool_policy policy);
void kmap_pool_report_unmap(const kmap_page_t *page, uintptr_t caller)
	__attribute__((cold, noinline));

/* The fast path of kunmap() as a function, for KMAP_INLINE 0. */
void kmap_pool_unmap_call(const kmap_page_t *page);

/*
 * @page of a slot may be looked at while another CPU changes it, so it is read
 * and written whole. The count gives the order.
 */
static inline kmap_page_t *kmap_pool_page(const struct kmap_pool_slot *slot)
{
	return __atomic_load_n(&slot->page, __ATOMIC_RELAXED);
}

static inline void kmap_pool_page_set(struct kmap_pool_slot *slot, kmap_page_t *page)
{
	__atomic_store_n(&slot->page, page, __ATOMIC_RELAXED);
}

static inline bool kmap_pool_needed(const kmap_page_t *page)
{
	return KMAP_FORCE_MAP || !kmap_host_pfn_is_direct(kmap_host_page_to_pfn(page));
}

static inline void *kmap_pool_direct(const kmap_page_t *page)
{
	return kmap_host_direct_address(kmap_host_page_to_pfn(page));
}

static inline void *kmap_pool_address(uint32_t slot)
{
	return (void *)(kmap_host_pool_base() + ((uintptr_t)slot << KMAP_ARCH_PAGE_SHIFT));
}

/* The page's word; 0 for no page. */
static inline uint32_t kmap_pool_word(const kmap_page_t *page)
{
	return page ? kmap_arch_shared_load(kmap_host_page_word(page)) : 0;
}

/*
 * After a swap made the count less than @count: who makes a slot unused, or its
 * page one that can be counted again, tells those who wait for that. They made
 * the number of waiters go up by a swap before they looked at the count. Each
 * side changes one word and then looks at the other's: as the swap keeps what
 * comes behind it behind, at least one of the two sees the other.
 */
static inline void kmap_pool_tell(uint32_t count)
{
	if (__builtin_expect(!kmap_arch_shared_load(&kmap_pool_waiters), 1))
		return;
	count &= KMAP_POOL_COUNT;
	if (count == 2 || count == KMAP_POOL_COUNT)
		kmap_host_wake_all();
}

/* One user less, by who is one. */
static inline void kmap_pool_put(struct kmap_pool_slot *slot)
{
	uint32_t count;

	do {
		count = kmap_arch_shared_load(&slot->count);
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	kmap_pool_tell(count);
}

/* Neither 0 nor the highest: there is a mapping, and it can have one user more. */
static inline bool kmap_pool_can_get(uint32_t count)
{
	return ((count + 1) & KMAP_POOL_COUNT) > 1;
}

/*
 * One user more of a page that is in the pool; NULL when it is not, or has as
 * many as can be counted.
 */
static inline void *kmap_pool_get(const kmap_page_t *page)
{
	uint32_t word = kmap_pool_word(page);
	struct kmap_pool_slot *slot;
	uint32_t count;

	if (!word)
		return NULL;
	slot = &kmap_pool_slots[word - 1];
	do {
		count = kmap_arch_shared_load(&slot->count);
		if (!kmap_pool_can_get(count) || kmap_pool_page(slot) != page)
			return NULL;
	} while (!kmap_arch_shared_swap(&slot->count, count, count + 1));
	if (__builtin_expect(kmap_pool_page(slot) == page, 1))
		return kmap_pool_address(word - 1);
	kmap_pool_put(slot);
	return NULL;
}

/* kmap() and its two sisters, with a policy that is known when it is compiled. */
static inline void *kmap_pool_map(kmap_page_t *page, enum kmap_pool_policy policy)
{
	void *address;

	if (!kmap_pool_needed(page))
		return kmap_pool_direct(page);
	if (!KMAP_INLINE)
		return kmap_pool_map_call(page, policy);
	address = kmap_pool_get(page);
	return __builtin_expect(address != NULL, 1) ? address : kmap_pool_map_call(page, policy);
}

/* One user less of a page; false when it has none. */
static inline bool kmap_pool_drop(const kmap_page_t *page)
{
	uint32_t word = kmap_pool_word(page);
	struct kmap_pool_slot *slot;
	uint32_t count;

	if (!word)
		return false;
	slot = &kmap_pool_slots[word - 1];
	do {
		count = kmap_arch_shared_load(&slot->count);
		if ((count & KMAP_POOL_COUNT) < 2 || kmap_pool_page(slot) != page)
			return false;
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	kmap_pool_tell(count);
	return true;
}

static inline void kmap_pool_unmap_fast(const kmap_page_t *page, uintptr_t caller)
{
	if (__builtin_expect(!kmap_pool_drop(page), 0))
		kmap_pool_report_unmap(page, caller);
}

/* The function behind kunmap(). */
static inline void kmap_pool_unmap(const kmap_page_t *page)
{
	if (!kmap_pool_needed(page))
		return;
	if (KMAP_INLINE)
		kmap_pool_unmap_fast(page, 0);
	else
		kmap_pool_unmap_call(page);
}

#endif
