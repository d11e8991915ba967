/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: finding room, taking down unused mappings, waiting.
 *
 * Whenever the shared lock is free, a slot with a count of zero has no PTE, is in no
 * TLB, and no page's word names it: a CPU that makes a count zero keeps the lock until
 * all CPUs have flushed. So a free slot may be used at once.
 */
#include "apart.h"
#include "flush.h"
#include "mapping.h"
#include "misuse.h"
#include "note.h"
#include "reuse.h"
#include "shared.h"
#include "turn.h"

#if KMAP_PERSISTENT

struct kmap_persistent_slot kmap_persistent_table[KMAP_PERSISTENT_PAGES];
uint32_t kmap_persistent_waiters;

static struct kmap_pte *ptes[KMAP_PERSISTENT_PAGES];
/* Where the search for room begins; KMAP_PERSISTENT_PAGES at the end. Under the shared lock. */
static uint32_t cursor;
/* The window overlaps something else, so no page is ever mapped. */
static bool refused;
/* Read without the lock. */
static struct kmap_persistent_stat counters;

static void report(enum kmap_bug bug, const kmap_page_t *page, uintptr_t caller)
{
	kmap_misuse_value(bug, KMAP_VALUE_PAGE, (uintptr_t)page, caller);
}

void kmap_persistent_report_unmap(const kmap_page_t *page, uintptr_t caller)
{
	report(KMAP_BUG_NOT_PERSISTENT, page, caller ? caller : KMAP_CALLER);
}

void kmap_persistent_unmap_call(const kmap_page_t *page)
{
	kmap_persistent_unmap_fast(page, KMAP_CALLER);
}

/* Take a slot down if it is mapped and unused. The caller flushes. */
static bool take_down(uint32_t number)
{
	struct kmap_persistent_slot *slot = &kmap_persistent_table[number];
	uint32_t count = kmap_arch_shared_load(&slot->count);
	const kmap_page_t *page;

	if ((count & KMAP_PERSISTENT_COUNT_MASK) != 1 ||
	    !kmap_arch_shared_swap(&slot->count, count, count + KMAP_PERSISTENT_COUNT_MASK))
		return false;
	page = kmap_persistent_page(slot);
	if (KMAP_ARCH_CACHE_RETIRES)
		kmap_arch_cache_retire(kmap_persistent_address(number));
	kmap_arch_pte_clear(ptes[number], kmap_persistent_address(number));
	/* kmap_persistent_forget() may clear the word at the same time; nothing sets it. */
	if (page)
		kmap_arch_shared_store(kmap_host_page_word(page), 0);
	kmap_persistent_page_set(slot, NULL);
	return true;
}

/* Take down all that is unused, and flush once. */
static void take_down_all(void)
{
	uint32_t first = KMAP_PERSISTENT_PAGES;
	uint32_t end = 0;

	for (uint32_t number = 0; number < KMAP_PERSISTENT_PAGES; number++) {
		if (!take_down(number))
			continue;
		end = number + 1;
		if (first > number)
			first = number;
	}
	if (!end)
		return;
	kmap_flush_all((uintptr_t)kmap_persistent_address(first),
		       (uintptr_t)kmap_persistent_address(end));
	kmap_shared_add(&counters.flushes, 1);
}

/* From a slot on, the first one that is free and whose address the page may have. */
static uint32_t find_free(uint32_t number, const kmap_page_t *page)
{
	unsigned long pfn = KMAP_ARCH_COLOURS == 1 ? 0 : kmap_host_page_to_pfn(page);

	while (number < KMAP_PERSISTENT_PAGES &&
	       ((kmap_arch_shared_load(&kmap_persistent_table[number].count) &
		 KMAP_PERSISTENT_COUNT_MASK) ||
		!kmap_address_suits((uintptr_t)kmap_persistent_address(number), pfn)))
		number++;
	return number;
}

/* A slot for a page, without a mapping; KMAP_PERSISTENT_PAGES when there is none. */
static uint32_t find_room(const kmap_page_t *page)
{
	uint32_t number = find_free(cursor, page);

	if (number == KMAP_PERSISTENT_PAGES) {
		take_down_all();
		number = find_free(0, page);
		kmap_shared_add(&counters.wraps, number != KMAP_PERSISTENT_PAGES);
	}
	cursor = number == KMAP_PERSISTENT_PAGES ? number : number + 1;
	return number;
}

/*
 * Map a page that is not mapped. The count goes last: a CPU that finds it above zero
 * may use the page at once, and give it back, which needs the page's word. That CPU
 * may have read the word earlier, when the page was mapped here before, so storing the
 * word last would not keep it away.
 */
static void *map_into(uint32_t number, kmap_page_t *page)
{
	struct kmap_persistent_slot *slot = &kmap_persistent_table[number];
	void *address = kmap_persistent_address(number);

	kmap_persistent_page_set(slot, page);
	kmap_arch_pte_set(ptes[number], address,
			  kmap_arch_pte_make(kmap_host_page_to_pfn(page), KMAP_PROT_DEFAULT));
	kmap_arch_shared_store(kmap_host_page_word(page), number + 1);
	kmap_arch_shared_store(&slot->count, kmap_arch_shared_load(&slot->count) + 2);
	return address;
}

/*
 * Under the lock, and another CPU may have mapped the page before we got it. A page that
 * is not mapped is mapped if it is the turn of @first, and there is room. If it is
 * mapped and cannot have another user, it has as many as can be counted.
 */
static inline void *map_locked(kmap_page_t *page, const struct kmap_turn *first)
{
	uint32_t number;

	if (kmap_persistent_word(page))
		return kmap_persistent_get(page);
	if (kmap_turn_first != first)
		return NULL;
	number = find_room(page);
	return number == KMAP_PERSISTENT_PAGES ? NULL : map_into(number, page);
}

/* Map a page if there is room, and no task waits for it. */
static void *map_once(kmap_page_t *page)
{
	void *address;

	kmap_host_shared_lock();
	address = map_locked(page, NULL);
	kmap_host_shared_unlock();
	return address;
}

/*
 * Map a page if there is room, for a task that waits. For one user more of a page that
 * is mapped it waits without a turn: that takes no room.
 */
static void *map_in_turn(kmap_page_t *page, struct kmap_turn *self)
{
	void *address;

	kmap_host_shared_lock();
	if (!kmap_persistent_word(page))
		kmap_turn_join(self);
	address = map_locked(page, self);
	if (kmap_persistent_word(page))
		kmap_turn_leave(self);
	kmap_host_shared_unlock();
	return address;
}

/* The wait of @self was interrupted. */
static void give_up(struct kmap_turn *self)
{
	kmap_host_shared_lock();
	kmap_turn_leave(self);
	kmap_host_shared_unlock();
}

/*
 * No wake-up is lost. Either our search comes after a count went down to one and
 * finds it, or the task that brought it down sees that we wait, and ends a sleep that
 * was prepared before the search. Both announce their part with a swap: see
 * kmap_persistent_tell(). When it was not our turn, the task before us in the queue
 * wakes us under the lock, under which we looked.
 */
static void *map_waiting(kmap_page_t *page, bool interruptible)
{
	struct kmap_turn self = { NULL, false };
	bool interrupted = false;
	void *address = NULL;

	kmap_shared_add(&kmap_persistent_waiters, 1);
	while (!interrupted) {
		kmap_host_wait_prepare();
		address = map_in_turn(page, &self);
		if (address)
			break;
		kmap_shared_add(&counters.waits, 1);
		interrupted = kmap_host_wait_sleep(interruptible);
	}
	kmap_host_wait_finish();
	if (interrupted)
		give_up(&self);
	kmap_shared_add(&kmap_persistent_waiters, UINT32_MAX);
	return address;
}

bool kmap_persistent_may_map(enum kmap_persistent_policy policy)
{
	if (!kmap_debug_may_share(KMAP_CALLER))
		return false;
	/* Even where no sleep is needed this time. */
	if (policy != KMAP_PERSISTENT_TRY && kmap_host_ctrl()->atomic)
		kmap_misuse_value(KMAP_BUG_SLEEP, KMAP_VALUE_NONE, 0, KMAP_CALLER);
	return true;
}

void *kmap_persistent_map_call(kmap_page_t *page, enum kmap_persistent_policy policy)
{
	void *address;

	if (!page) {
		report(KMAP_BUG_NO_PAGE, page, KMAP_CALLER);
		return NULL;
	}
	address = KMAP_INLINE ? NULL : kmap_persistent_get(page);
	if (address)
		return address;
	if (kmap_reuse_held(page, KMAP_CALLER))
		return NULL;
	address = map_once(page);
	if (address || policy == KMAP_PERSISTENT_TRY || refused)
		return address;
	return map_waiting(page, policy == KMAP_PERSISTENT_INTERRUPTIBLE);
}

void kmap_flush_unused(void)
{
	if (!kmap_debug_may_share(KMAP_CALLER))
		return;
	kmap_host_shared_lock();
	take_down_all();
	kmap_host_shared_unlock();
}

kmap_page_t *kmap_persistent_to_page(const void *address)
{
	uintptr_t number =
		((uintptr_t)address - kmap_host_persistent_base()) >> KMAP_ARCH_PAGE_SHIFT;

	if (number >= KMAP_PERSISTENT_PAGES ||
	    (kmap_arch_shared_load(&kmap_persistent_table[number].count) &
	     KMAP_PERSISTENT_COUNT_MASK) < 2)
		return NULL;
	return kmap_persistent_page(&kmap_persistent_table[number]);
}

void kmap_persistent_init(void)
{
	const uintptr_t base = kmap_host_persistent_base(), size = KMAP_PERSISTENT_SIZE;

	refused = !apart_or_told(apart_from_windows(base, size) && apart_from_direct(base, size),
				 base, KMAP_CALLER);
	for (uint32_t number = 0; number < KMAP_PERSISTENT_PAGES; number++) {
		void *address = kmap_persistent_address(number);

		/* With one user each, and no page, the slots of a refused window are never free. */
		kmap_persistent_table[number] =
			(struct kmap_persistent_slot){ refused ? 2 : 0, NULL };
		if (refused)
			continue;
		ptes[number] = kmap_host_window_pte((uintptr_t)address);
		kmap_arch_pte_clear(ptes[number], address);
		kmap_arch_tlb_invalidate_local(address);
	}
	cursor = 0;
	kmap_turn_first = NULL;
	kmap_persistent_waiters = 0;
	counters = (struct kmap_persistent_stat){ 0, 0, 0 };
}

void kmap_persistent_stat_read(struct kmap_persistent_stat *stat)
{
	stat->wraps = kmap_arch_shared_load(&counters.wraps);
	stat->flushes = kmap_arch_shared_load(&counters.flushes);
	stat->waits = kmap_arch_shared_load(&counters.waits);
}

#endif
