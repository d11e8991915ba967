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
 *  - A mapping covers one page: KMAP_PAGE_SIZE bytes. For several pages in one
 *    mapping see <kmap/range.h>.
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
 */
#ifndef KMAP_LOCAL_H
#define KMAP_LOCAL_H

#include <kmap/persistent.h>
#include <kmap/slot.h>

/**
 * kmap_cpu_init() - set up a CPU's window
 * @cpu:    the CPU's structure, in the host's per-CPU data
 * @number: the CPU's number, below KMAP_CPUS_MAX
 *
 * Asks the host for the PTE of every slot, so the page tables of the windows
 * must exist; nothing is allocated. Leaves all slots unmapped.
 *
 * Context: once for each CPU, before its first mapping; on any CPU, but on
 * the CPU itself if its TLB may hold entries for the window.
 */
void kmap_cpu_init(struct kmap_cpu *cpu, unsigned int number);

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
	return kmap_slot_map(pfn, prot);
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

/*
 * Where a cache must not see a page under two addresses: the one that it has in
 * the pool, with one user more; NULL for none.
 */
static inline void *kmap_local_reuse(const kmap_page_t *page)
{
	return KMAP_ARCH_REUSES_POOL && kmap_pool_needed(page) ? kmap_pool_get(page) : NULL;
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
	void *address = prot == KMAP_PROT_DEFAULT ? kmap_local_reuse(page) : NULL;

	return address ? address : kmap_local_pfn_prot(kmap_host_page_to_pfn(page), prot);
}

/**
 * kmap_local_page() - map a page
 * @page: the page
 *
 * As kmap_local_page_prot() with KMAP_PROT_DEFAULT.
 */
static inline void *kmap_local_page(const kmap_page_t *page)
{
	return kmap_local_page_prot(page, KMAP_PROT_DEFAULT);
}

/* Whether a mapping of @count pages, the first of them @pfn, has room now. Any context. */
bool kmap_slots_room(size_t count, unsigned long pfn);

/**
 * kmap_local_try_pfn() - map a frame if there is room
 * @pfn: frame number; need not be RAM
 *
 * As kmap_local_pfn(), but NULL without a report when no slot is free.
 */
static inline void *kmap_local_try_pfn(unsigned long pfn)
{
	if (!KMAP_FORCE_MAP && kmap_host_pfn_is_direct(pfn))
		return kmap_host_direct_address(pfn);
	/* Handlers in between give back what they take. */
	return kmap_slots_room(1, pfn) ? kmap_slot_map(pfn, KMAP_PROT_DEFAULT) : NULL;
}

/**
 * kmap_local_try_page() - map a page if there is room
 * @page: the page
 *
 * As kmap_local_page(), but NULL without a report when no slot is free.
 */
static inline void *kmap_local_try_page(const kmap_page_t *page)
{
	void *address = kmap_local_reuse(page);

	return address ? address : kmap_local_try_pfn(kmap_host_page_to_pfn(page));
}

/* The function behind kunmap_local(). */
static inline void kmap_local_unmap(const void *address)
{
	if (KMAP_ARCH_REUSES_POOL && kmap_persistent_contains(address))
		kmap_pool_unmap(kmap_persistent_to_page(address));
	else if (KMAP_FORCE_MAP || !kmap_host_address_is_direct(address))
		kmap_slot_unmap(address);
}

/* A page, or a pointer to a pointer of one, is not what unmap takes. */
#define KMAP_ASSERT_NOT_A_PAGE(x)                                                                  \
	_Static_assert(!__builtin_types_compatible_p(__typeof__(x), kmap_page_t *) &&              \
			       !__builtin_types_compatible_p(__typeof__(x), const kmap_page_t *),  \
		       "unmap takes the address that map returned, not the page")

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
#define kunmap_local(address)                                                                      \
	do {                                                                                       \
		KMAP_ASSERT_NOT_A_PAGE(address);                                                   \
		kmap_local_unmap(address);                                                         \
	} while (0)

#endif
