/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference kernel as a host of kmap: the whole port.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>

#include "memory.h"
#include "task.h"

typedef struct page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &current_task()->kmap;
}

static inline struct kmap_cpu *kmap_host_cpu(void)
{
	return &this_cpu()->kmap;
}

static inline void kmap_host_migrate_disable(void)
{
	migrate_disable();
}

static inline void kmap_host_migrate_enable(void)
{
	migrate_enable();
}

static inline void kmap_host_preempt_disable(void)
{
	preempt_disable();
}

static inline void kmap_host_preempt_enable(void)
{
	preempt_enable();
}

static inline void kmap_host_pagefault_disable(void)
{
	pagefault_disable();
}

static inline void kmap_host_pagefault_enable(void)
{
	pagefault_enable();
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return page_to_pfn(page);
}

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn < low_pfn_end;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return (void *)(DIRECT_BASE + (pfn << KMAP_ARCH_PAGE_SHIFT));
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address - DIRECT_BASE < low_bytes;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return WINDOW_BASE;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return machine_window_pte(address);
}

void kmap_host_bug(const struct kmap_report *report);

#endif
