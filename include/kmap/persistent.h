/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Persistent mappings: one persistent window for all CPUs and tasks. A page is mapped once,
 * however many use it, and its address is the same for everybody. What nobody
 * uses any more stays mapped until the persistent window has been gone through once; then
 * all of that is taken down together, with one flush on all CPUs.
 *
 * Rules for all of them:
 *  - For mappings that are kept, or shared between tasks. Where one task uses a
 *    page for a short time kmap_local_page() is cheaper and needs no persistent window.
 *  - The address is valid on every CPU, in every context, also after the end of
 *    the task that asked for it, until each kmap() has its kunmap(). It covers
 *    one page: KMAP_PAGE_SIZE bytes.
 *  - A directly mapped page takes no room in the persistent window: a comparison and an
 *    addition, never a wait (with KMAP_FORCE_MAP 1 it is mapped as any other).
 *  - A page that is given back to its allocator may still be in the persistent window,
 *    unused. The host calls kmap_persistent_forget() then.
 *  - The persistent window has room for KMAP_PERSISTENT_PAGES pages. Three policies for a full
 *    one: kmap() sleeps until there is room, kmap_try() fails at once,
 *    kmap_interruptible() sleeps until there is room or the host says stop.
 *  - A page has at most 2^20 - 2 users at a time. For one more of them there is
 *    no room, as in a full persistent window.
 *  - Cost of a page that is mapped already, used or not: constant, with no lock
 *    and no shared write but one to the count of its own slot. Else a lock, and
 *    once in a persistent window the going through it and the flush.
 */
#ifndef KMAP_PERSISTENT_H
#define KMAP_PERSISTENT_H

#include <kmap/internal/persistent.h>

#if KMAP_PERSISTENT

KMAP_DECLARATIONS_BEGIN

/**
 * kmap() - map a page for everybody, waiting for room if need be
 * @page: the page
 *
 * See the rules at the top of <kmap/persistent.h>.
 * Context: task, interrupts on, no lock held that forbids sleeping: may sleep.
 * Return: address of the first byte of the page. The same page has the same
 * address for as long as somebody uses it.
 * Limit: 2^20 - 2 users of one page at a time. The next one waits until one of
 * them gives it back; kmap_try() and kmap_high_get() return NULL.
 * Error: NULL for a NULL page (KMAP_BUG_NO_PAGE). A task that waits for room
 * which only it could make waits for ever: hold one mapping at a time, or take
 * the second one with kmap_try().
 */
static inline void *kmap(kmap_page_t *page)
{
	return kmap_persistent_map(page, KMAP_PERSISTENT_WAIT);
}

/**
 * kmap_try() - map a page for everybody if there is room
 * @page: the page
 *
 * As kmap(), but never sleeps. It may wait for the other CPUs to flush, so no
 * lock may be held for which another CPU waits with interrupts off.
 * Context: task, interrupts on; preemption may be disabled.
 * Return: the address, or NULL at once when the persistent window is full.
 */
static inline void *kmap_try(kmap_page_t *page)
{
	return kmap_persistent_map(page, KMAP_PERSISTENT_TRY);
}

/**
 * kmap_interruptible() - map a page for everybody, unless the wait is interrupted
 * @page: the page
 *
 * As kmap(). Return: the address, or NULL when the host says that the wait for
 * room was interrupted; nothing is mapped then.
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
 * neither in the persistent window nor directly mapped, has as many users as it can have, or
 * is NULL. Cost: constant.
 */
static inline void *kmap_high_get(const kmap_page_t *page)
{
	return kmap_persistent_needed(page) ? kmap_persistent_get(page)
					    : kmap_persistent_direct(page);
}

/* An address is not what kunmap() takes. */
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
 * By any task, not only the one that called kmap(). The page stays mapped,
 * unused, until the persistent window needs room; its address must not be used any more.
 *
 * Context: any but NMI; does not sleep, but wakes those who wait for room.
 * Error: reported, with no effect: a page that kmap() did not map, or that was
 * given back as often as it was mapped, NULL among them
 * (KMAP_BUG_NOT_PERSISTENT). Cost: constant.
 */
#ifndef __cplusplus
#define kunmap(page)                                                                               \
	do {                                                                                       \
		KMAP_ASSERT_A_PAGE(page);                                                          \
		kmap_persistent_unmap(page);                                                       \
	} while (0)
#endif

/**
 * kmap_flush_unused() - take down all persistent mappings that nobody uses
 *
 * Afterwards no CPU can reach such a page through its old address.
 * Context: task, interrupts on; as kmap_try().
 * Cost: the going through the persistent window, and one flush on all CPUs, or none when
 * there is nothing to take down.
 */
void kmap_flush_unused(void);

/**
 * kmap_persistent_forget() - a page is given back to its allocator
 * @page: the page, of any zone, mapped or not
 *
 * An unused mapping of it no longer counts as one of this page, so the page may
 * be given out again for anything; the room is used again after the next flush.
 * To save the call, look whether *kmap_host_page_word() is zero: then there is
 * nothing to forget.
 *
 * Context: any but NMI; takes no lock.
 * Error: somebody still uses the mapping (KMAP_BUG_FREED_MAPPED). Its place in
 * the persistent window is lost, and the user's kunmap() will be reported, too. Only a page
 * with as many users as it can have stays as it is.
 */
void kmap_persistent_forget(const kmap_page_t *page) KMAP_NAMES_CALLER;

/**
 * kmap_persistent_contains() - whether an address lies in the persistent window
 * @address: any address
 *
 * Says nothing about whether it is mapped. Context: any.
 */
static inline bool kmap_persistent_contains(const void *address)
{
	return (uintptr_t)address - kmap_host_persistent_base() < KMAP_PERSISTENT_SIZE;
}

/**
 * kmap_persistent_to_page() - the page that an address of the persistent window shows
 * @address: any address, also inside the page
 *
 * Context: any. To rely on the answer, use the mapping meanwhile.
 * Return: the page; NULL if the address is not in the persistent window or nobody uses the
 * mapping there. Cost: constant.
 */
kmap_page_t *kmap_persistent_to_page(const void *address);

/**
 * kmap_persistent_init() - set up the persistent window
 *
 * Asks the host for the PTE of every page of the persistent window, so its page tables must
 * exist; nothing is allocated. Leaves all unmapped.
 * Context: boot CPU, once, before the first kmap() and before another CPU runs.
 */
void kmap_persistent_init(void);

/**
 * struct kmap_persistent_stat - what happened in the persistent window
 * @wraps:   times that the search for room began again at the start of the persistent window
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
 * Context: any. The counters run over from 2^32 - 1 to 0.
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
