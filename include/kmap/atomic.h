/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kmap_atomic family, for code that has not been converted: task-local
 * mappings with preemption and page faults disabled from map to unmap. New code
 * uses kmap_local_page().
 *
 * Rules as in <kmap/local.h>, and: no sleeping between map and unmap.
 */
#ifndef KMAP_ATOMIC_H
#define KMAP_ATOMIC_H

#include <kmap/local.h>

#if KMAP_ATOMIC

KMAP_DECLARATIONS_BEGIN

/* For debug mode, in core/atomic.c: note that a mapping is atomic; check, unmap, end the section. */
void kmap_debug_atomic_mapped(const void *address);
void kmap_debug_atomic_unmap(const void *address) KMAP_NAMES_CALLER;

static inline void kmap_atomic_begin(void)
{
	kmap_host_preempt_disable();
	kmap_host_pagefault_disable();
	if (KMAP_DEBUG)
		kmap_host_ctrl()->atomic++;
}

static inline void kmap_atomic_end(void)
{
	if (KMAP_DEBUG)
		kmap_host_ctrl()->atomic--;
	kmap_host_pagefault_enable();
	kmap_host_preempt_enable();
}

/**
 * kmap_atomic_prot() - map a page with attributes, with preemption disabled
 * @page: the page
 * @prot: the architecture's attributes
 *
 * As kmap_local_page_prot(). Preemption and page faults stay disabled until kunmap_atomic(),
 * even when NULL is returned.
 * Cost: that of kmap_local_page_prot(), and of disabling both.
 */
static inline void *kmap_atomic_prot(const kmap_page_t *page, kmap_prot_t prot)
{
	void *address;

	kmap_atomic_begin();
	address = kmap_local_page_prot(page, prot);
	if (KMAP_DEBUG)
		kmap_debug_atomic_mapped(address);
	return address;
}

/**
 * kmap_atomic() - map a page, with preemption disabled
 * @page: the page
 *
 * As kmap_atomic_prot() with KMAP_PROT_DEFAULT.
 */
static inline void *kmap_atomic(const kmap_page_t *page)
{
	return kmap_atomic_prot(page, KMAP_PROT_DEFAULT);
}

/**
 * kmap_atomic_pfn() - map a frame, with preemption disabled
 * @pfn: frame number; need not be RAM
 *
 * As kmap_atomic() for kmap_local_pfn().
 */
static inline void *kmap_atomic_pfn(unsigned long pfn)
{
	void *address;

	kmap_atomic_begin();
	address = kmap_local_pfn(pfn);
	if (KMAP_DEBUG)
		kmap_debug_atomic_mapped(address);
	return address;
}

/* The function behind kunmap_atomic(). */
static inline void kmap_atomic_unmap(const void *address)
{
	if (KMAP_DEBUG) {
		kmap_debug_atomic_unmap(address);
		return;
	}
	kmap_local_unmap(address);
	kmap_atomic_end();
}

/**
 * kunmap_atomic() - give back a mapping of the kmap_atomic family
 * @address: any address inside the page that was mapped
 *
 * As kunmap_local(); then page faults and preemption are as they were before the
 * map. May switch to another task before it returns.
 * Error, in debug mode, with no effect: outside a section (KMAP_BUG_NOT_ATOMIC);
 * of what kmap_local_page() mapped, as kunmap_local() of what kmap_atomic() mapped
 * (KMAP_BUG_WRONG_UNMAP). There a call that is refused ends no section; without
 * debug mode every call ends one.
 */
#ifndef __cplusplus
#define kunmap_atomic(address)                                                                     \
	do {                                                                                       \
		KMAP_ASSERT_NOT_A_PAGE(address);                                                   \
		kmap_atomic_unmap(address);                                                        \
	} while (0)
#endif

KMAP_DECLARATIONS_END

#ifdef __cplusplus
static inline void kunmap_atomic(const void *address)
{
	kmap_atomic_unmap(address);
}

void kunmap_atomic(const kmap_page_t *page) KMAP_DELETED("takes the address, not the page");
#endif

#endif

#endif
