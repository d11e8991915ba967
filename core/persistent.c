/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window: finding room, taking down unused mappings, waiting.
 *
 * Whenever the shared lock is free, a slot with a count of zero has no PTE, is in no
 * TLB, and no page's word names it: a CPU that makes a count zero keeps the lock until
 * all CPUs have flushed. So a free slot may be used at once.
 */
#include "flush.h"
#include "misuse.h"
#include "note.h"
#include "reuse.h"
#include "shared.h"

#if KMAP_PERSISTENT

struct kmap_persistent_slot kmap_persistent_table[KMAP_PERSISTENT_PAGES];
uint32_t kmap_persistent_waiters;

static struct kmap_pte *ptes[KMAP_PERSISTENT_PAGES];
/* Where the search for room begins; KMAP_PERSISTENT_PAGES at the end. Under the shared lock. */
static uint32_t cursor;
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

static uint32_t find_free(uint32_t number)
{
	while (number < KMAP_PERSISTENT_PAGES &&
	       (kmap_arch_shared_load(&kmap_persistent_table[number].count) &
		KMAP_PERSISTENT_COUNT_MASK))
		number++;
	return number;
}

/* A slot without a mapping; KMAP_PERSISTENT_PAGES when all are in use. */
static uint32_t find_room(void)
{
	uint32_t number = find_free(cursor);

	if (number == KMAP_PERSISTENT_PAGES) {
		take_down_all();
		number = find_free(0);
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
 * Tasks that wait for room, in the order in which they came; under the shared lock. Only
 * the first one may take room, so that none waits while others take turns.
 */
struct waiter {
	struct waiter *next;
	bool queued;
};

static struct waiter *queue;

static void queue_add(struct waiter *self)
{
	struct waiter **end = &queue;

	while (*end)
		end = &(*end)->next;
	*end = self;
	*self = (struct waiter){ NULL, true };
}

/* There may be room for the one that comes next. */
static void queue_remove(struct waiter *self)
{
	struct waiter **at = &queue;

	while (*at != self)
		at = &(*at)->next;
	*at = self->next;
	self->queued = false;
	if (queue)
		kmap_host_wake_all();
}

/*
 * Map a page that is not mapped, if there is room, and it is the turn of @self, which is
 * NULL for a task that does not wait.
 */
static void *map_new(kmap_page_t *page, struct waiter *self)
{
	uint32_t number;

	if (self && !self->queued)
		queue_add(self);
	if (queue != self)
		return NULL;
	number = find_room();
	return number == KMAP_PERSISTENT_PAGES ? NULL : map_into(number, page);
}

/*
 * Map a page if there is room. Another CPU may have mapped it before we got the lock.
 * If the page is mapped and cannot have another user, it has as many as can be
 * counted; then we wait for one of them, and for no room.
 */
static void *map_once(kmap_page_t *page, struct waiter *self)
{
	bool mapped;
	void *address;

	kmap_host_shared_lock();
	address = kmap_persistent_get(page);
	mapped = address || kmap_arch_shared_load(kmap_host_page_word(page));
	if (!mapped)
		address = map_new(page, self);
	if (self && self->queued && (mapped || address))
		queue_remove(self);
	kmap_host_shared_unlock();
	return address;
}

/* The wait of @self was interrupted. */
static void leave(struct waiter *self)
{
	kmap_host_shared_lock();
	if (self->queued)
		queue_remove(self);
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
	struct waiter self = { NULL, false };
	bool interrupted = false;
	void *address = NULL;

	kmap_shared_add(&kmap_persistent_waiters, 1);
	while (!interrupted) {
		kmap_host_wait_prepare();
		address = map_once(page, &self);
		if (address)
			break;
		kmap_shared_add(&counters.waits, 1);
		interrupted = kmap_host_wait_sleep(interruptible);
	}
	kmap_host_wait_finish();
	if (interrupted)
		leave(&self);
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
	address = map_once(page, NULL);
	if (address || policy == KMAP_PERSISTENT_TRY)
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

bool kmap_persistent_in_use(const kmap_page_t *page)
{
	uint32_t word = kmap_persistent_word(page);

	return word && kmap_persistent_to_page(kmap_persistent_address(word - 1)) == page;
}

/*
 * Become a user of the slot, so that it is not taken down meanwhile, and take @page out
 * of it: when the slot is taken down later, the page's word, which by then may name
 * another slot, is left alone.
 */
void kmap_persistent_forget(const kmap_page_t *page)
{
	struct kmap_persistent_slot *slot;
	uint32_t number, count;

	if (!page || !kmap_persistent_needed(page))
		return;
	if (!kmap_persistent_get(page)) {
		/* If it is in use, it has as many users as can be counted. */
		if (kmap_persistent_in_use(page))
			report(KMAP_BUG_FREED_MAPPED, page, KMAP_CALLER);
		return;
	}
	number = kmap_arch_shared_load(kmap_host_page_word(page));
	slot = &kmap_persistent_table[number - 1];
	kmap_arch_shared_store(kmap_host_page_word(page), 0);
	kmap_persistent_page_set(slot, NULL);
	count = kmap_arch_shared_load(&slot->count) & KMAP_PERSISTENT_COUNT_MASK;
	kmap_persistent_put(slot);
	if (count > 2)
		report(KMAP_BUG_FREED_MAPPED, page, KMAP_CALLER);
}

void kmap_persistent_init(void)
{
	for (uint32_t number = 0; number < KMAP_PERSISTENT_PAGES; number++) {
		void *address = kmap_persistent_address(number);

		kmap_persistent_table[number] = (struct kmap_persistent_slot){ 0, NULL };
		ptes[number] = kmap_host_window_pte((uintptr_t)address);
		kmap_arch_pte_clear(ptes[number], address);
		kmap_arch_tlb_invalidate_local(address);
	}
	cursor = 0;
	queue = NULL;
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
