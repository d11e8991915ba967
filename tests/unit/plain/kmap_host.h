/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The host with real memory: the port header.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>

#include "plain.h"

typedef struct plain_page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &plain_ctrl;
}

static inline struct kmap_window *kmap_host_window(void)
{
	return &plain_cpu;
}

static inline void kmap_host_migrate_disable(void)
{
	plain_pins++;
}

static inline void kmap_host_migrate_enable(void)
{
	plain_pins--;
}

static inline void kmap_host_preempt_disable(void)
{
	plain_preempt++;
}

static inline void kmap_host_preempt_enable(void)
{
	plain_preempt--;
}

static inline void kmap_host_pagefault_disable(void)
{
	plain_pagefault++;
}

static inline void kmap_host_pagefault_enable(void)
{
	plain_pagefault--;
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return (unsigned long)(page - plain_pages);
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return pfn < PLAIN_FRAMES ? &plain_pages[pfn] : NULL;
}

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn < PLAIN_DIRECT_FRAMES;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return plain_direct + (pfn << KMAP_ARCH_PAGE_SHIFT);
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address - (uintptr_t)plain_direct < PLAIN_DIRECT_FRAMES * KMAP_PAGE_SIZE;
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	return &plain_pages[((uintptr_t)address - (uintptr_t)plain_direct) >> KMAP_ARCH_PAGE_SHIFT];
}

static inline uintptr_t kmap_host_window_base(void)
{
	return plain_window;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return plain_window_pte(address);
}

static inline uint64_t kmap_host_now(void)
{
	return 0;
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < PLAIN_FRAMES;
}

static inline unsigned int kmap_host_context(void)
{
	return KMAP_CONTEXT_TASK;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

/* No test uses the persistent window here. */
static inline uintptr_t kmap_host_persistent_base(void)
{
	return 0x720000000000;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
}

static inline void kmap_host_shared_unlock(void)
{
}

static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	(void)start;
	(void)end;
}

static inline void kmap_host_wait_prepare(void)
{
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	return interruptible;
}

static inline void kmap_host_wait_finish(void)
{
}

static inline void kmap_host_wake_all(void)
{
}

/* No test maps device memory here. */
static inline uintptr_t kmap_host_io_base(void)
{
	return 0x710000000000;
}

void kmap_host_bug(const struct kmap_report *report);

#endif
