/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How a page that is in the persistent window gets one user more or less without a
 * lock. Not for callers; use <kmap/persistent.h>.
 */
#ifndef KMAP_INTERNAL_PERSISTENT_H
#define KMAP_INTERNAL_PERSISTENT_H

#include <kmap/types.h>

#include "kmap_host.h"

#if KMAP_PERSISTENT

KMAP_DECLARATIONS_BEGIN

/*
 * The low bits of a slot's @count, which count; a page has at most
 * KMAP_PERSISTENT_COUNT_MASK - 1 users. The high bits are a generation, which
 * changes whenever the slot is taken down: a CPU that read the count before notices
 * that, unless all generations have passed meanwhile.
 */
#ifndef KMAP_PERSISTENT_COUNT_MASK
#define KMAP_PERSISTENT_COUNT_MASK 0xfffffu
#endif

/*
 * A slot of the persistent window. The low bits of @count are 0 when nothing is
 * mapped, 1 when a page is mapped and has no users, else one more than its users.
 * The count leaves 0 and returns to 0 under the shared lock only,
 * kmap_host_shared_lock(); between other values it changes without. @page changes
 * while the count is 0; NULL in a mapped slot means that the page was given back to
 * its allocator.
 *
 * A page's own word names its slot: 0 for none, else the slot's number plus one. It
 * is read without the lock, so the slot may have been given to another page since.
 * To add a user, read the count, then @page, then change the count by a swap, which
 * fails if the slot was taken down in between. Two things escape that: a page that
 * is given back, and all generations passing. So @page is read again after the
 * swap. While the low bits are above zero, nothing but kmap_persistent_forget()
 * changes @page and the page's word.
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

/* Out of line: a page that may not be mapped yet; and misuse of kunmap(), @caller 0 for ours. */
void *kmap_persistent_map_call(kmap_page_t *page,
			       enum kmap_persistent_policy policy) KMAP_NAMES_CALLER;
void kmap_persistent_report_unmap(const kmap_page_t *page, uintptr_t caller)
	__attribute__((cold, __noinline__));

/* Whether the context allows a map; reports if not. Called in debug mode only. */
bool kmap_persistent_may_map(enum kmap_persistent_policy policy) KMAP_NAMES_CALLER;

/* Whether a page is in the persistent window and has users. */
bool kmap_persistent_in_use(const kmap_page_t *page);

/* The fast path of kunmap() as a function, for KMAP_INLINE 0. */
void kmap_persistent_unmap_call(const kmap_page_t *page) KMAP_NAMES_CALLER;

/*
 * @page of a slot may be read while another CPU changes it, so it is read and
 * written in one access. The accesses to the count order it.
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

static inline uint32_t kmap_persistent_word(const kmap_page_t *page)
{
	return kmap_arch_shared_load(kmap_host_page_word(page));
}

/*
 * After a swap that took one user off @count: if the slot is unused now, or its page
 * can have another user again, wake the tasks that wait for that. They raised the
 * number of waiters by a swap before they read the count. Each side changes one word
 * and then reads the other's. Because a swap is a full fence, at least one side sees
 * what the other has changed.
 */
static inline void kmap_persistent_tell(uint32_t count)
{
	if (__builtin_expect(!kmap_arch_shared_load(&kmap_persistent_waiters), 1))
		return;
	count &= KMAP_PERSISTENT_COUNT_MASK;
	if (count == 2 || count == KMAP_PERSISTENT_COUNT_MASK)
		kmap_host_wake_all();
}

/* One user less, for a caller that is a user. */
static inline void kmap_persistent_put(struct kmap_persistent_slot *slot)
{
	uint32_t count;

	do {
		count = kmap_arch_shared_load(&slot->count);
	} while (!kmap_arch_shared_swap(&slot->count, count, count - 1));
	kmap_persistent_tell(count);
}

/* Neither 0 nor the maximum: there is a mapping, and it can have one user more. */
static inline bool kmap_persistent_can_get(uint32_t count)
{
	return ((count + 1) & KMAP_PERSISTENT_COUNT_MASK) > 1;
}

/*
 * One user more of a page that is in the persistent window; NULL when it is not
 * there, or has as many users as can be counted.
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

/* kmap() and its variants, with a policy that is a constant. */
static inline void *kmap_persistent_map(kmap_page_t *page, enum kmap_persistent_policy policy)
{
	void *address;

	if (KMAP_DEBUG && !kmap_persistent_may_map(policy))
		return NULL;
	/* Before the host is asked anything about it. */
	if (__builtin_expect(!page, 0))
		return kmap_persistent_map_call(page, policy);
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
	if (__builtin_expect(!page, 0)) {
		kmap_persistent_report_unmap(page, 0);
		return;
	}
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
