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
 * One page of the pool. @count is 0 when nothing is mapped, 1 when a page is
 * mapped and nobody uses it, else one more than its users. From 0 and to 0 it
 * goes under the host's pool lock only, between other values without. @page
 * changes while the count is 0; NULL in a mapped slot means that the page was
 * given back to its allocator.
 *
 * A page's own word tells its slot: 0 for none, else the slot's number plus
 * one. It is read without the lock, so by the time the count goes up the slot
 * may have been given to another page: look at @page before, so as not to
 * disturb the count in vain, and again afterwards. A count above zero keeps
 * @page as it is.
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

/* One user less. Who makes a slot unused tells those who wait for one. */
static inline void kmap_pool_put(struct kmap_pool_slot *slot)
{
	uint32_t count;

	do {
		count = kmap_arch_shared_load(&slot->count);
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	if (count == 2 && __builtin_expect(kmap_arch_shared_load(&kmap_pool_waiters) != 0, 0))
		kmap_host_wake_all();
}

/* One user more of a page that is in the pool; NULL when it is not. */
static inline void *kmap_pool_get(const kmap_page_t *page)
{
	uint32_t number, count;
	struct kmap_pool_slot *slot;

	if (__builtin_expect(!page, 0))
		return NULL;
	number = kmap_arch_shared_load(kmap_host_page_word(page));
	if (!number)
		return NULL;
	slot = &kmap_pool_slots[number - 1];
	do {
		count = kmap_arch_shared_load(&slot->count);
		if (!count || slot->page != page)
			return NULL;
	} while (!kmap_arch_shared_swap(&slot->count, count, count + 1));
	if (__builtin_expect(slot->page == page, 1))
		return kmap_pool_address(number - 1);
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

/* The slot that holds @page and has a user; NULL for none. */
static inline struct kmap_pool_slot *kmap_pool_used(const kmap_page_t *page)
{
	uint32_t number = page ? kmap_arch_shared_load(kmap_host_page_word(page)) : 0;
	struct kmap_pool_slot *slot;

	if (!number)
		return NULL;
	slot = &kmap_pool_slots[number - 1];
	return kmap_arch_shared_load(&slot->count) >= 2 && slot->page == page ? slot : NULL;
}

static inline void kmap_pool_unmap_fast(const kmap_page_t *page, uintptr_t caller)
{
	struct kmap_pool_slot *slot = kmap_pool_used(page);

	if (__builtin_expect(slot != NULL, 1))
		kmap_pool_put(slot);
	else
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
