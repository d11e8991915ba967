/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task-local mappings: short-lived, preemptible, cheap. The interface follows
 * kmap_local_page() of Linux 5.11 (mailing list proposal of November 2020),
 * without its rule that mappings be given back last-in first-out.
 *
 * Rules for all of them:
 *  - Context: task, softirq or interrupt; not NMI. A handler gives back all
 *    that it took before it returns.
 *  - The task may be preempted, may sleep and may take page faults while it
 *    holds mappings. It stays on its CPU for as long as it holds a mapping of
 *    a page that is not directly mapped.
 *  - The address is valid only in the task (or handler) that took it, and
 *    stays the same for it until it is unmapped.
 *  - A mapping of one page covers KMAP_PAGE_SIZE bytes; one of several pages
 *    that much for each, at consecutive addresses.
 *  - Neither preemption nor interrupts are disabled at any point.
 *  - Depth: KMAP_SLOTS mappings at a time in a task and the handlers nested
 *    over it. Within that they never fail. Reckon with half of it for the task,
 *    a quarter for an interrupt handler, a quarter for one nested over that.
 *  - Error: one more (KMAP_BUG_EXHAUSTED). When the host's policy is to carry
 *    on, NULL is returned. kmap_local_try_page() and friends do not report.
 *  - Error, in debug mode: in an NMI (KMAP_BUG_NMI); a frame number beyond the
 *    machine (KMAP_BUG_PFN); both return NULL. Without debug mode the first is
 *    not noticed, and an access through the second does what the processor does.
 *  - Cost: constant; for a directly mapped page a comparison and an addition.
 *
 * Rules for mappings of several pages (Linux has none; it maps one page at a
 * time):
 *  - A mapping of n pages takes n slots that lie side by side. It always fits
 *    beside single mappings of which the task, since it last held none, has
 *    never held more than KMAP_SLOTS - n; beyond that, give mappings back
 *    last-in first-out, or use the try forms.
 *  - Pages that are directly mapped, with consecutive addresses, take no slot.
 *  - kunmap_local() with any address inside gives the whole mapping back.
 *  - Error: no pages, or more than KMAP_SLOTS, also if all are directly mapped
 *    (KMAP_BUG_PAGES); cache colours that do not follow one another as those of
 *    the slots do (KMAP_BUG_COLOURS); no room (KMAP_BUG_EXHAUSTED). NULL is
 *    returned if the host carries on.
 *  - Cost: linear in the number of pages.
 */
#ifndef KMAP_LOCAL_H
#define KMAP_LOCAL_H

#include <kmap/internal/slot.h>
#include <kmap/types.h>

KMAP_DECLARATIONS_BEGIN

/**
 * kmap_local_pfn_prot() - map a frame with attributes
 * @pfn:  frame number; need not be RAM
 * @prot: the architecture's attributes, KMAP_PROT_DEFAULT for plain data
 *
 * Attributes other than the default always get a mapping of their own, also
 * when the frame is directly mapped: what is asked for is what the PTE says.
 *
 * See the rules at the top of <kmap/local.h>. Return: address of the first
 * byte of the page.
 */
static inline void *kmap_local_pfn_prot(unsigned long pfn, kmap_prot_t prot)
{
	if (!KMAP_FORCE_MAP && prot == KMAP_PROT_DEFAULT && kmap_host_pfn_is_direct(pfn))
		return kmap_host_direct_address(pfn);
	return KMAP_SLOT_INLINE ? kmap_slot_map(pfn, prot, 0) : kmap_slot_map_call(pfn, prot);
}

/**
 * kmap_local_pfn() - map a frame
 * @pfn: frame number; need not be RAM
 *
 * As kmap_local_pfn_prot() with KMAP_PROT_DEFAULT.
 */
static inline void *kmap_local_pfn(unsigned long pfn)
{
	return kmap_local_pfn_prot(pfn, KMAP_PROT_DEFAULT);
}

/**
 * kmap_local_page_prot() - map a page with attributes
 * @page: the page
 * @prot: the architecture's attributes
 *
 * As kmap_local_pfn_prot() for the page's frame.
 */
static inline void *kmap_local_page_prot(const kmap_page_t *page, kmap_prot_t prot)
{
	return kmap_local_pfn_prot(kmap_host_page_to_pfn(page), prot);
}

/**
 * kmap_local_page() - map a page
 * @page: the page
 *
 * As kmap_local_page_prot() with KMAP_PROT_DEFAULT.
 */
static inline void *kmap_local_page(const kmap_page_t *page)
{
	return kmap_local_pfn_prot(kmap_host_page_to_pfn(page), KMAP_PROT_DEFAULT);
}

/**
 * kmap_local_try_pfn() - map a frame if there is room
 * @pfn: frame number; need not be RAM
 *
 * As kmap_local_pfn(), but NULL without a report when no slot is free.
 */
void *kmap_local_try_pfn(unsigned long pfn) KMAP_NAMES_CALLER;

/**
 * kmap_local_try_page() - map a page if there is room
 * @page: the page
 *
 * As kmap_local_page(), but NULL without a report when no slot is free.
 */
static inline void *kmap_local_try_page(const kmap_page_t *page)
{
	return kmap_local_try_pfn(kmap_host_page_to_pfn(page));
}

/**
 * kmap_local_pages() - map pages side by side
 * @pages: the pages, of any zone, in the order of their addresses
 * @count: how many, 1 to KMAP_SLOTS
 *
 * Return: address of the first byte of the first page.
 */
void *kmap_local_pages(kmap_page_t *const *pages, size_t count) KMAP_NAMES_CALLER;

/**
 * kmap_local_pfns() - map frames side by side
 * @pfns:  frame numbers, in the order of their addresses; need not be RAM
 * @count: how many, 1 to KMAP_SLOTS
 *
 * As kmap_local_pages().
 */
void *kmap_local_pfns(const unsigned long *pfns, size_t count) KMAP_NAMES_CALLER;

/**
 * kmap_local_range() - map consecutive frames
 * @first: the first frame number; need not be RAM
 * @count: how many, 1 to KMAP_SLOTS
 *
 * As kmap_local_pages().
 */
void *kmap_local_range(unsigned long first, size_t count) KMAP_NAMES_CALLER;

/**
 * kmap_local_try_pages() - map pages side by side if there is room
 * @pages: the pages
 * @count: how many
 *
 * As kmap_local_pages(), but NULL without a report when there is no room, or
 * @count is 0 or above KMAP_SLOTS.
 */
void *kmap_local_try_pages(kmap_page_t *const *pages, size_t count) KMAP_NAMES_CALLER;

/**
 * kmap_local_try_pfns() - map frames side by side if there is room
 * @pfns:  frame numbers
 * @count: how many
 *
 * As kmap_local_try_pages().
 */
void *kmap_local_try_pfns(const unsigned long *pfns, size_t count) KMAP_NAMES_CALLER;

/**
 * kmap_local_try_range() - map consecutive frames if there is room
 * @first: the first frame number
 * @count: how many
 *
 * As kmap_local_try_pages().
 */
void *kmap_local_try_range(unsigned long first, size_t count) KMAP_NAMES_CALLER;

/* The function behind kunmap_local(). */
static inline void kmap_local_unmap(const void *address)
{
	if (KMAP_FORCE_MAP || !kmap_host_address_is_direct(address)) {
		if (KMAP_SLOT_INLINE)
			kmap_slot_unmap(address, 0);
		else
			kmap_slot_unmap_call(address);
	}
}

/*
 * A page, or a pointer to one, is not what unmap takes. In C++ each unmap has an
 * overload for it that cannot be called.
 */
#ifndef __cplusplus
#define KMAP_ASSERT_NOT_A_PAGE(x)                                                                  \
	_Static_assert(!__builtin_types_compatible_p(__typeof__(x), kmap_page_t *) &&              \
			       !__builtin_types_compatible_p(__typeof__(x), const kmap_page_t *),  \
		       "unmap takes the address that map returned, not the page")
#endif

/**
 * kunmap_local() - give a mapping back
 * @address: any address inside the page that was mapped
 *
 * In any order. The address must have been returned by a kmap_local function
 * to this task (or handler), and is invalid afterwards. An address in the
 * direct map is accepted and costs a comparison.
 *
 * Context: as map. No TLB but that of this CPU is touched.
 * Error: reported, with no effect on any mapping: an address in no window,
 * NULL among them (KMAP_BUG_NOT_A_WINDOW); a slot that this task does not
 * hold, as after a double unmap (KMAP_BUG_NOT_MAPPED); a slot of another CPU
 * (KMAP_BUG_OTHER_CPU); a guard (KMAP_BUG_GUARD); in debug mode, in another
 * context than the map's, as a handler that unmaps what the task has mapped
 * (KMAP_BUG_WRONG_CONTEXT). A page pointer does not compile. Cost: constant,
 * or linear in the pages of a mapping of several.
 */
#ifndef __cplusplus
#define kunmap_local(address)                                                                      \
	do {                                                                                       \
		KMAP_ASSERT_NOT_A_PAGE(address);                                                   \
		kmap_local_unmap(address);                                                         \
	} while (0)
#endif

KMAP_DECLARATIONS_END

#ifdef __cplusplus
static inline void kunmap_local(const void *address)
{
	kmap_local_unmap(address);
}

void kunmap_local(const kmap_page_t *page) KMAP_DELETED("takes the address, not the page");
#endif

#endif
