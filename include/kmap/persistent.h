/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Persistent mappings: one persistent window for all CPUs and tasks. A page is
 * mapped once, however many users it has, and its address is the same for all of
 * them. A mapping without users stays until the window has been filled to its end;
 * then all unused mappings are taken down together, with one flush on all CPUs.
 *
 * Rules for all of them:
 *  - For mappings that are kept, or shared between tasks. Where one task uses a
 *    page for a short time, kmap_local_page() is cheaper.
 *  - The address is valid on every CPU, in every context, also after the end of
 *    the task that asked for it, until each kmap() has its kunmap(). It covers
 *    one page: KMAP_PAGE_SIZE bytes.
 *  - A directly mapped page takes no room in the window: it costs a comparison and
 *    an addition, and never a wait. (With KMAP_FORCE_MAP 1 it is mapped as any other.)
 *  - A page that is given back to its allocator may still be mapped, unused: the
 *    host calls kmap_persistent_forget() then.
 *  - The window has room for KMAP_PERSISTENT_PAGES pages. When it is full, kmap()
 *    sleeps until there is room, kmap_try() fails at once, and kmap_interruptible()
 *    sleeps until there is room or the host interrupts the wait.
 *  - Where the cache has colours, that room is KMAP_PERSISTENT_PAGES divided by their
 *    number for the pages of each: a page waits, or fails, when no slot of its colour is
 *    free. A task that waits for one colour lets those behind it wait for any.
 *  - A page has at most 2^20 - 2 users at a time. One more is treated as in a full
 *    window.
 *  - Tasks that wait for room get it in the order in which they came; as long as one
 *    waits, kmap_try() gets none. So a task waits for its turn at most as long as the
 *    tasks before it need to be woken and to map, once pages are given back.
 *  - Cost of a page that is mapped already, used or not: constant, with no lock,
 *    and one write to shared memory, the count of its slot. Otherwise the shared
 *    lock, and, each time that the search for room reaches the end of the window, a
 *    walk through it and a flush.
 *  - Size: where N pages have users all the time, a window of N + M pages flushes once
 *    for M maps of pages that are not mapped, and a flush interrupts every CPU: with M
 *    near 0 each map costs a walk, a flush, and under load a sleep, and more CPUs make
 *    it worse. M of a hundred for each CPU makes the flush a small part; and a window
 *    never smaller than the pages that all tasks use at a time.
 */
#ifndef KMAP_PERSISTENT_H
#define KMAP_PERSISTENT_H

#include <kmap/internal/persistent.h>

#if KMAP_PERSISTENT

KMAP_DECLARATIONS_BEGIN

/**
 * kmap() - map a page for all tasks and CPUs, waiting for room if need be
 * @page: the page
 *
 * See the rules at the top of <kmap/persistent.h>.
 * Context: task, interrupts on, no lock held that forbids sleeping: may sleep.
 * Return: address of the first byte of the page. It does not change while the page
 * has a user.
 * Error: NULL for a NULL page (KMAP_BUG_NO_PAGE). A task that waits for room that
 * only it could make waits forever: hold one mapping at a time, or take the second
 * one with kmap_try().
 * Cost: constant for a page that is mapped already or directly; else the shared lock, and now and
 * then a walk through the window and a flush on all CPUs, as the rules say.
 */
static inline void *kmap(kmap_page_t *page)
{
	return kmap_persistent_map(page, KMAP_PERSISTENT_WAIT);
}

/**
 * kmap_try() - map a page for all tasks and CPUs if there is room
 * @page: the page
 *
 * As kmap(), but never sleeps. It may wait for other CPUs to flush, so the caller
 * must not hold a lock that another CPU waits for with interrupts off.
 * Context: task, interrupts on; preemption may be disabled.
 * Return: the address, or NULL at once when the window is full.
 */
static inline void *kmap_try(kmap_page_t *page)
{
	return kmap_persistent_map(page, KMAP_PERSISTENT_TRY);
}

/**
 * kmap_interruptible() - map a page for all tasks and CPUs, unless interrupted
 * @page: the page
 *
 * As kmap(). Return: the address, or NULL when the wait for room was interrupted;
 * nothing is mapped then.
 */
static inline void *kmap_interruptible(kmap_page_t *page)
{
	return kmap_persistent_map(page, KMAP_PERSISTENT_INTERRUPTIBLE);
}

/**
 * kmap_high_get() - use a persistent mapping if there is one
 * @page: the page
 *
 * Context: any but NMI; never sleeps, takes no lock.
 * Return: the address, to be given back with kunmap(); NULL when the page is
 * neither in the persistent window nor directly mapped, has as many users as it can
 * have, or is NULL. Cost: constant.
 */
static inline void *kmap_high_get(const kmap_page_t *page)
{
	if (!page)
		return NULL;
	return kmap_persistent_needed(page) ? kmap_persistent_get(page)
					    : kmap_persistent_direct(page);
}

/* kunmap() takes a page; an address does not compile. */
#ifndef __cplusplus
#define KMAP_ASSERT_A_PAGE(x)                                                                      \
	_Static_assert(__builtin_types_compatible_p(__typeof__(x), kmap_page_t *) ||               \
			       __builtin_types_compatible_p(__typeof__(x), const kmap_page_t *),   \
		       "kunmap takes the page, not the address that kmap returned")
#endif

/**
 * kunmap() - give a persistent mapping back
 * @page: the page, not its address: anything else does not compile
 *
 * By any task, not only the one that called kmap(). The page may stay mapped until
 * the window needs room, but its address must not be used any more.
 *
 * Context: any but NMI; does not sleep, but wakes tasks that wait for room.
 * Error, reported without effect: a page that kmap() did not map, or that was given
 * back as often as it was mapped; NULL (KMAP_BUG_NOT_PERSISTENT).
 * Cost: constant.
 */
#ifndef __cplusplus
#define kunmap(page)                                                                               \
	do {                                                                                       \
		KMAP_ASSERT_A_PAGE(page);                                                          \
		kmap_persistent_unmap(page);                                                       \
	} while (0)
#endif

/**
 * kmap_flush_unused() - take down all persistent mappings without users
 *
 * Afterwards no CPU can reach such a page through its old address.
 * Context: task, interrupts on; as kmap_try().
 * Cost: a walk through the window, and a flush on all CPUs if there was something to
 * take down.
 */
void kmap_flush_unused(void) KMAP_NAMES_CALLER;

/**
 * kmap_persistent_forget() - a page is given back to its allocator
 * @page: the page, directly mapped or not, in the window or not
 *
 * An unused mapping no longer belongs to this page, so the page may be given out
 * again for anything; its slot is used again after the next flush. If
 * *kmap_host_page_word() is zero there is nothing to forget, and the call can be
 * left out.
 *
 * Context: any but NMI; takes no lock.
 * Error: the mapping still has users (KMAP_BUG_FREED_MAPPED). Its slot is lost, and
 * each kunmap() of the page will be reported as well. A page with as many users as
 * it can have is reported and stays as it is.
 * Cost: constant.
 */
void kmap_persistent_forget(const kmap_page_t *page) KMAP_NAMES_CALLER;

/**
 * kmap_persistent_contains() - whether an address lies in the persistent window
 * @address: any address
 *
 * Does not tell whether it is mapped. Context: any. Return: true inside the window. Cost: a
 * subtraction and a comparison.
 */
static inline bool kmap_persistent_contains(const void *address)
{
	return (uintptr_t)address - kmap_host_persistent_base() < KMAP_PERSISTENT_SIZE;
}

/**
 * kmap_persistent_to_page() - the page that an address in the persistent window maps
 * @address: any address, also inside the page
 *
 * Context: any. The answer is sure only while the caller is a user of the mapping.
 * Return: the page; NULL if the address is not in the persistent window or the
 * mapping there has no users. Cost: constant.
 */
kmap_page_t *kmap_persistent_to_page(const void *address);

/**
 * kmap_persistent_init() - set up the persistent window
 *
 * Asks the host for the PTE of every page of the window, so its page tables must
 * exist; nothing is allocated. Leaves all of it unmapped.
 * Context: boot CPU, once, before the first kmap() and before another CPU runs.
 * Error: the window or one of its guards overlaps the windows of the CPUs, or is
 * directly mapped (KMAP_BUG_OVERLAP); no PTE is written, and kmap() maps nothing: it
 * returns NULL.
 * Cost: a question to the host and a PTE store for each page of the window.
 */
void kmap_persistent_init(void) KMAP_NAMES_CALLER;

/**
 * struct kmap_persistent_stat - counters of the persistent window
 * @wraps:   times that the search for room went back to the start of the window
 * @flushes: flushes on all CPUs
 * @waits:   times that a task slept for room
 */
struct kmap_persistent_stat {
	uint32_t wraps;
	uint32_t flushes;
	uint32_t waits;
};

/**
 * kmap_persistent_stat_read() - read the counters
 * @stat: where to put them
 *
 * Context: any. The counters wrap at 2^32. Cost: constant.
 */
void kmap_persistent_stat_read(struct kmap_persistent_stat *stat);

KMAP_DECLARATIONS_END

#ifdef __cplusplus
static inline void kunmap(const kmap_page_t *page)
{
	kmap_persistent_unmap(page);
}

void kunmap(const void *address) KMAP_DELETED("takes the page, not the address");
#endif

#endif

#endif
