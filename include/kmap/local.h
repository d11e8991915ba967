/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Task-local mappings: short-lived, preemptible, cheap. The interface follows
 * kmap_local_page() of Linux 5.11, without its rule that mappings be given back
 * last-in first-out.
 *
 * Rules for all of them:
 *  - Context: task, softirq or interrupt; not NMI. A handler gives back
 *    everything that it took before it returns.
 *  - The task may be preempted, may sleep and may take page faults while it
 *    holds mappings. It stays on its CPU as long as it holds a mapping that
 *    takes a slot; where KMAP_WINDOW is private or task it goes anywhere, and takes them
 *    along.
 *  - The address is valid only in the task (or handler) that took it, and
 *    stays the same for it until it is unmapped.
 *  - A mapping of one page covers KMAP_PAGE_SIZE bytes; a mapping of several
 *    pages covers as much for each, at consecutive addresses.
 *  - Neither preemption nor interrupts are disabled at any point.
 *  - Depth: KMAP_DEPTH mappings at a time in a task and the handlers nested
 *    over it; that is KMAP_SLOTS, unless the cache has colours. Within that, a map of
 *    one page never fails. Plan for half of it in the task, a quarter in an interrupt
 *    handler, a quarter in one nested over that.
 *  - With C cache colours KMAP_DEPTH is KMAP_SLOTS / C: a page has a slot of its colour
 *    only, and all pages may have one. Mappings beyond it fit as long as a slot of the
 *    page's colour is free. A task that knows nothing about its pages plans for
 *    KMAP_DEPTH; a kernel that needs more has more KMAP_SLOTS, see KMAP_ASSERT_DEPTH().
 *  - Error: one mapping more (KMAP_BUG_EXHAUSTED, with the colour where there are several).
 *    If the host carries on, NULL is returned. The try forms return NULL without a report.
 *  - Error, in debug mode: a map in an NMI (KMAP_BUG_NMI); a frame number that the
 *    machine cannot have (KMAP_BUG_PFN). Both return NULL. Without debug mode
 *    neither is noticed.
 *  - Cost: constant; for a directly mapped page a comparison and an addition.
 *
 * Rules for mappings of several pages:
 *  - A mapping of n pages takes n adjacent slots. It is sure to fit if the task,
 *    since it last held nothing, has held at most KMAP_SLOTS - n single mappings
 *    at a time and no others. Otherwise give mappings back last-in first-out, or
 *    use the try forms.
 *  - Pages that are directly mapped at consecutive addresses take no slot.
 *  - kunmap_local() with any address inside gives the whole mapping back.
 *  - Error: no pages, or more than KMAP_SLOTS, even if all are directly mapped
 *    (KMAP_BUG_PAGES); pages whose cache colours are not consecutive
 *    (KMAP_BUG_COLOURS); no room (KMAP_BUG_EXHAUSTED). If the host carries on,
 *    NULL is returned.
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
 * With attributes other than the default the frame always gets a slot, even if it
 * is directly mapped.
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

/* A page that is NULL: reports it and returns NULL. Called in debug mode only. */
void *kmap_local_no_page(void) __attribute__((cold, __noinline__));

/**
 * kmap_local_page_prot() - map a page with attributes
 * @page: the page
 * @prot: the architecture's attributes
 *
 * As kmap_local_pfn_prot() for the page's frame.
 */
static inline void *kmap_local_page_prot(const kmap_page_t *page, kmap_prot_t prot)
{
	if (KMAP_DEBUG && !page)
		return kmap_local_no_page();
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
	if (KMAP_DEBUG && !page)
		return kmap_local_no_page();
	return kmap_local_pfn_prot(kmap_host_page_to_pfn(page), KMAP_PROT_DEFAULT);
}

/**
 * kmap_local_try_pfn() - map a frame if there is room
 * @pfn: frame number; need not be RAM
 *
 * As kmap_local_pfn(), but returns NULL without a report when no slot is free.
 */
void *kmap_local_try_pfn(unsigned long pfn) KMAP_NAMES_CALLER;

/**
 * kmap_local_try_page() - map a page if there is room
 * @page: the page
 *
 * As kmap_local_page(), but returns NULL without a report when no slot is free.
 */
static inline void *kmap_local_try_page(const kmap_page_t *page)
{
	if (KMAP_DEBUG && !page)
		return kmap_local_no_page();
	return kmap_local_try_pfn(kmap_host_page_to_pfn(page));
}

/**
 * kmap_local_pages() - map pages side by side
 * @pages: the pages, directly mapped or not, in the order of their addresses
 * @count: how many, 1 to KMAP_SLOTS
 *
 * See the rules at the top of <kmap/local.h>. Return: address of the first byte of the first
 * page. Cost: linear in @count.
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
 * As kmap_local_pages(), but returns NULL without a report when there is no room,
 * or @count is 0 or above KMAP_SLOTS.
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

/**
 * kunmap_local_all() - give many mappings back
 * @addresses: for each of them, an address inside it
 * @n:         how many
 *
 * As kunmap_local() of one after the other, but mappings of one page are invalidated
 * together: where the processor has a cheaper way for many than one by one, see
 * KMAP_ARCH_INVALIDATES_RANGES, that is taken. When the call returns, no address reads its
 * page any more. In debug mode and with cache colours they go one by one.
 *
 * Context: as for map. Error: as for kunmap_local(), for each address; the others are given
 * back all the same. Cost: linear in @n.
 */
void kunmap_local_all(const void *const addresses[], size_t n) KMAP_NAMES_CALLER;

/*
 * Unmap takes an address; a pointer to a page does not compile. In C++ the
 * overloads for a page are deleted.
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
 * In any order. The address must be one that a kmap_local function returned to
 * this task (or handler), or lie in such a mapping, and is invalid afterwards. An
 * address in the direct map is accepted and costs a comparison.
 *
 * Context: as for map. Only the TLB of this CPU is touched.
 * Error, reported without effect on any mapping: an address in no window, NULL
 * included (KMAP_BUG_NOT_A_WINDOW); a slot that this task does not hold, as after
 * a double unmap (KMAP_BUG_NOT_MAPPED); a slot of another CPU
 * (KMAP_BUG_OTHER_CPU); a guard (KMAP_BUG_GUARD); in debug mode, an unmap in
 * another context than the map, as when a handler unmaps what the task mapped
 * (KMAP_BUG_WRONG_CONTEXT). A pointer to a page does not compile.
 * Cost: constant for a mapping of one page, otherwise linear in its pages.
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
