/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Local mappings for the <linux/highmem.h> of a version that had none, which includes
 * this. The names and rules are those of later versions; what is new is described in
 * mm/kmap/include/kmap/local.h.
 */
#ifndef KMAP_HIGHMEM_H
#define KMAP_HIGHMEM_H

#include <linux/bug.h>
#include <linux/mm.h>

#ifdef CONFIG_KMAP_LOCAL

void *__kmap_local_pfn_prot(unsigned long pfn, pgprot_t prot);

#include <kmap_inline.h>

#endif

/* In the middle of the series: high memory of an architecture that a later patch converts. */
#if defined(CONFIG_HIGHMEM) && defined(CONFIG_KMAP_LOCAL)

struct page *kmap_local_to_page(const void *address);

/* Several pages side by side. */
void *kmap_local_pages(struct page *const *pages, size_t count);
void *kmap_local_range(unsigned long first_pfn, size_t count);
/* As their namesakes, but NULL without a report when there is no room. */
void *kmap_local_try_pfn(unsigned long pfn);
void *kmap_local_try_pages(struct page *const *pages, size_t count);
void *kmap_local_try_range(unsigned long first_pfn, size_t count);

static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	return __kmap_local_page_prot(page, prot);
}

static inline void *kmap_local_page(struct page *page)
{
	return kmap_local_page_prot(page, KMAP_LINUX_PLAIN);
}

static inline void *kmap_local_pfn(unsigned long pfn)
{
	return __kmap_local_pfn_prot(pfn, KMAP_LINUX_PLAIN);
}

/* Neither preempted nor in a page fault until kunmap_atomic(), as ever. */
static inline void *kmap_atomic(struct page *page)
{
	preempt_disable();
	pagefault_disable();
	return kmap_local_page(page);
}

/* What kunmap_atomic() calls before it enables page faults and preemption. */
static inline void kunmap_atomic_high(const void *address)
{
	kunmap_local_indexed(address);
}

#elif !defined(CONFIG_HIGHMEM)

static inline void *kmap_local_page(struct page *page)
{
	return page_address(page);
}

static inline void *kmap_local_page_prot(struct page *page, pgprot_t prot)
{
	return page_address(page);
}

static inline void *kmap_local_pfn(unsigned long pfn)
{
	return page_address(pfn_to_page(pfn));
}

#endif

/* In any order. It takes the address, not the page. */
#define kunmap_local(address)                                                                      \
	do {                                                                                       \
		BUILD_BUG_ON(__same_type((address), struct page *));                               \
		kunmap_atomic_high((void *)(address));                                             \
	} while (0)

#endif
