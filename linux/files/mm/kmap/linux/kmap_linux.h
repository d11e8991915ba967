/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the glue and Linux: an architecture that keeps to the address that kmap() gave
 * a page (ARCH_NEEDS_KMAP_HIGH_GET) uses it for local mappings, too.
 */
#ifndef KMAP_LINUX_H
#define KMAP_LINUX_H

#include "kmap_hooks.h"

#ifdef ARCH_NEEDS_KMAP_HIGH_GET

#define KMAP_LINUX_KEEPS_HIGH 1

void kunmap_high(struct page *page);

static inline void *kmap_linux_high_get(struct page *page)
{
	return arch_kmap_local_high_get(page);
}

/* Whether the address was one of kmap(); if so, takes a user off it. */
static inline bool kmap_linux_high_put(const void *address)
{
	unsigned long vaddr = (unsigned long)address;

	if (vaddr < PKMAP_ADDR(0) || vaddr >= PKMAP_ADDR(LAST_PKMAP))
		return false;
	kunmap_high(pte_page(pkmap_page_table[PKMAP_NR(vaddr)]));
	return true;
}

#else

#define KMAP_LINUX_KEEPS_HIGH 0

static inline void *kmap_linux_high_get(struct page *page)
{
	(void)page;
	return NULL;
}

static inline bool kmap_linux_high_put(const void *address)
{
	(void)address;
	return false;
}

#endif

struct kmap_report;

#ifdef CONFIG_KMAP_SELFTEST

bool kmap_selftest_report(const struct kmap_report *report);

#else

static inline bool kmap_selftest_report(const struct kmap_report *report)
{
	(void)report;
	return false;
}

#endif

#endif
