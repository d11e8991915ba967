/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The fake host: the port header. Each hook is a step point.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>

#include "fake_host.h"
#include "fake_io.h"
#include "fake_persistent.h"

typedef struct fake_page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &fake_current()->kmap;
}

static inline struct kmap_window *kmap_host_window(void)
{
	fake_step("which window");
	return fake_window(fake_cpu_number);
}

#if KMAP_WINDOW_PRIVATE
static inline struct kmap_pte *kmap_host_private_pte(unsigned int slot)
{
	return fake_window_pte(fake_window_base + ((uintptr_t)slot << KMAP_ARCH_PAGE_SHIFT));
}
#elif KMAP_WINDOW_TASK
static inline unsigned int kmap_host_cpu_number(void)
{
	fake_step("which CPU");
	return fake_cpu_number;
}

static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	return fake_ctrl_window(ctrl);
}
#else
static inline void kmap_host_migrate_disable(void)
{
	fake_count_up(&fake_current()->pins, "pin");
}

static inline void kmap_host_migrate_enable(void)
{
	fake_count_down(&fake_current()->pins, "unpin");
}
#endif

static inline void kmap_host_preempt_disable(void)
{
	fake_count_up(&fake_current()->preempt, "preemption off");
}

static inline void kmap_host_preempt_enable(void)
{
	fake_count_down(&fake_current()->preempt, "preemption on");
}

static inline void kmap_host_pagefault_disable(void)
{
	fake_count_up(&fake_current()->pagefault, "page faults off");
}

static inline void kmap_host_pagefault_enable(void)
{
	fake_count_down(&fake_current()->pagefault, "page faults on");
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	if (!page)
		fake_fail("the host is asked for the frame of no page");
	return fake_pfn((unsigned int)(page - fake_pages));
}

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn < FAKE_DIRECT_FRAMES;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return (void *)(FAKE_DIRECT_BASE + (pfn << KMAP_ARCH_PAGE_SHIFT));
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address - FAKE_DIRECT_BASE < (uintptr_t)FAKE_DIRECT_FRAMES
							       << KMAP_ARCH_PAGE_SHIFT;
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return fake_pfn_page(pfn);
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	return &fake_pages[((uintptr_t)address - FAKE_DIRECT_BASE) >> KMAP_ARCH_PAGE_SHIFT];
}

static inline uint64_t kmap_host_now(void)
{
	return fake_now;
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < FAKE_PFN_BEYOND;
}

static inline unsigned int kmap_host_context(void)
{
	return fake_this_cpu()->nmi ? KMAP_CONTEXT_NMI : fake_this_cpu()->irq_depth;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return fake_window_base;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	fake_pte_lookups++;
	return fake_window_pte(address);
}

static inline uintptr_t kmap_host_persistent_base(void)
{
	return fake_persistent_base;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	if (!page)
		fake_fail("the host is asked for the word of no page");
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
	fake_shared_lock();
}

static inline void kmap_host_shared_unlock(void)
{
	fake_shared_unlock();
}

static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	if (fake_io_covers(start))
		fake_io_flush(start, end);
	else
		fake_persistent_flush_all(start, end);
}

static inline void kmap_host_wait_prepare(void)
{
	fake_persistent_wait_prepare();
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	return fake_persistent_wait_sleep(interruptible);
}

static inline void kmap_host_wait_finish(void)
{
	fake_persistent_wait_finish();
}

static inline void kmap_host_wake_all(void)
{
	fake_persistent_wake_all();
}

static inline uintptr_t kmap_host_io_base(void)
{
	return fake_io_base;
}

void kmap_host_bug(const struct kmap_report *report);

#endif
