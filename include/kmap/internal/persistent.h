/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine inside persistent mappings: how a page that is in the persistent window gets
 * one user more or less without a lock. Not for callers; use
 * <kmap/persistent.h>.
 */
#ifndef KMAP_INTERNAL_PERSISTENT_H
#define KMAP_INTERNAL_PERSISTENT_H

#include <kmap/types.h>

#include "kmap_host.h"

#if KMAP_PERSISTENT

KMAP_DECLARATIONS_BEGIN

/*
 * The bits of a slot's @count that count, the lowest ones; a page has at most
 * KMAP_PERSISTENT_COUNT_MASK - 1 users. The others are a generation, another one whenever
 * the slot is taken down: a CPU that looked before does not take the slot for
 * the same afterwards, unless all generations passed meanwhile.
 */
#ifndef KMAP_PERSISTENT_COUNT_MASK
#define KMAP_PERSISTENT_COUNT_MASK 0xfffffu
#endif

/*
 * One page of the persistent window. @count is 0 when nothing is mapped, 1 when a page is
 * mapped and nobody uses it, else one more than its users; and a generation
 * above that. From 0 and to 0 it goes under the host's persistent window lock only, between
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
struct kmap_persistent_slot {
	uint32_t count;
	kmap_page_t *page;
};

extern struct kmap_persistent_slot kmap_persistent_table[KMAP_PERSISTENT_PAGES];
/* Tasks that wait for room. */
extern uint32_t kmap_persistent_waiters;

/* What to do when the persistent window is full. */
enum kmap_persistent_policy {
	KMAP_PERSISTENT_WAIT,
	KMAP_PERSISTENT_TRY,
	KMAP_PERSISTENT_INTERRUPTIBLE
};

/* Out of line: a page that is perhaps not mapped yet; misuse of kunmap(), 0 for our caller. */
void *kmap_persistent_map_call(kmap_page_t *page,
			       enum kmap_persistent_policy policy) KMAP_NAMES_CALLER;
void kmap_persistent_report_unmap(const kmap_page_t *page, uintptr_t caller)
	__attribute__((cold, noinline));

/* The fast path of kunmap() as a function, for KMAP_INLINE 0. */
void kmap_persistent_unmap_call(const kmap_page_t *page) KMAP_NAMES_CALLER;

/*
 * @page of a slot may be looked at while another CPU changes it, so it is read
 * and written whole. The count gives the order.
 */
static inline kmap_page_t *kmap_persistent_page(const struct kmap_persistent_slot *slot)
{
	return __atomic_load_n(&slot->page, __ATOMIC_RELAXED);
}

static inline void kmap_persistent_page_set(struct kmap_persistent_slot *slot, kmap_page_t *page)
{
	__atomic_store_n(&slot->page, page, __ATOMIC_RELAXED);
}

static inline bool kmap_persistent_needed(const kmap_page_t *page)
{
	return KMAP_FORCE_MAP || !kmap_host_pfn_is_direct(kmap_host_page_to_pfn(page));
}

static inline void *kmap_persistent_direct(const kmap_page_t *page)
{
	return kmap_host_direct_address(kmap_host_page_to_pfn(page));
}

static inline void *kmap_persistent_address(uint32_t slot)
{
	return (void *)(kmap_host_persistent_base() + ((uintptr_t)slot << KMAP_ARCH_PAGE_SHIFT));
}

/* The page's word; 0 for no page. */
static inline uint32_t kmap_persistent_word(const kmap_page_t *page)
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
static inline void kmap_persistent_tell(uint32_t count)
{
	if (__builtin_expect(!kmap_arch_shared_load(&kmap_persistent_waiters), 1))
		return;
	count &= KMAP_PERSISTENT_COUNT_MASK;
	if (count == 2 || count == KMAP_PERSISTENT_COUNT_MASK)
		kmap_host_wake_all();
}

/* One user less, by who is one. */
static inline void kmap_persistent_put(struct kmap_persistent_slot *slot)
{
	uint32_t count;

	do {
		count = kmap_arch_shared_load(&slot->count);
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	kmap_persistent_tell(count);
}

/* Neither 0 nor the highest: there is a mapping, and it can have one user more. */
static inline bool kmap_persistent_can_get(uint32_t count)
{
	return ((count + 1) & KMAP_PERSISTENT_COUNT_MASK) > 1;
}

/*
 * One user more of a page that is in the persistent window; NULL when it is not, or has as
 * many as can be counted.
 */
static inline void *kmap_persistent_get(const kmap_page_t *page)
{
	uint32_t word = kmap_persistent_word(page);
	struct kmap_persistent_slot *slot;
	uint32_t count;

	if (!word)
		return NULL;
	slot = &kmap_persistent_table[word - 1];
	do {
		count = kmap_arch_shared_load(&slot->count);
		if (!kmap_persistent_can_get(count) || kmap_persistent_page(slot) != page)
			return NULL;
	} while (!kmap_arch_shared_swap(&slot->count, count, count + 1));
	if (__builtin_expect(kmap_persistent_page(slot) == page, 1))
		return kmap_persistent_address(word - 1);
	kmap_persistent_put(slot);
	return NULL;
}

/* kmap() and its two sisters, with a policy that is known when it is compiled. */
static inline void *kmap_persistent_map(kmap_page_t *page, enum kmap_persistent_policy policy)
{
	void *address;

	if (!kmap_persistent_needed(page))
		return kmap_persistent_direct(page);
	if (!KMAP_INLINE)
		return kmap_persistent_map_call(page, policy);
	address = kmap_persistent_get(page);
	return __builtin_expect(address != NULL, 1) ? address
						    : kmap_persistent_map_call(page, policy);
}

/* One user less of a page; false when it has none. */
static inline bool kmap_persistent_drop(const kmap_page_t *page)
{
	uint32_t word = kmap_persistent_word(page);
	struct kmap_persistent_slot *slot;
	uint32_t count;

	if (!word)
		return false;
	slot = &kmap_persistent_table[word - 1];
	do {
		count = kmap_arch_shared_load(&slot->count);
		if ((count & KMAP_PERSISTENT_COUNT_MASK) < 2 || kmap_persistent_page(slot) != page)
			return false;
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	kmap_persistent_tell(count);
	return true;
}

static inline void kmap_persistent_unmap_fast(const kmap_page_t *page, uintptr_t caller)
{
	if (__builtin_expect(!kmap_persistent_drop(page), 0))
		kmap_persistent_report_unmap(page, caller);
}

/* The function behind kunmap(). */
static inline void kmap_persistent_unmap(const kmap_page_t *page)
{
	if (!kmap_persistent_needed(page))
		return;
	if (KMAP_INLINE)
		kmap_persistent_unmap_fast(page, 0);
	else
		kmap_persistent_unmap_call(page);
}

KMAP_DECLARATIONS_END

#endif

#endif
