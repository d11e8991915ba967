/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The reference kernel as a host of kmap: all host hooks.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/types.h>

#include "memory.h"
#include "persistent.h"
#include "task_windows.h"

struct kmap_report;
typedef struct page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &current_task()->kmap;
}

static inline struct kmap_window *kmap_host_window(void)
{
	return this_window();
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

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return memory_is_ram(pfn) ? pfn_to_page(pfn) : NULL;
}

#include <kmap/port/private_ptes.h>

#define KMAP_DIRECT_BASE DIRECT_BASE
#define KMAP_DIRECT_FRAMES low_frames
#define KMAP_DIRECT_SIZE low_bytes
#include <kmap/port/direct_linear.h>

static inline uint64_t kmap_host_now(void)
{
	return machine_now_ns();
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < PFN_END;
}

static inline unsigned int kmap_host_context(void)
{
	const struct task *task = current_task();

	return task->in_nmi ? KMAP_CONTEXT_NMI : task->interrupt_depth;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return ((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return WINDOW_BASE;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return machine_window_pte(address);
}

static inline uintptr_t kmap_host_persistent_base(void)
{
	return PERSISTENT_BASE;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
	spin_lock(&shared_lock);
}

static inline void kmap_host_shared_unlock(void)
{
	spin_unlock(&shared_lock);
}

static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	shared_flush(start, end);
}

static inline void kmap_host_wait_prepare(void)
{
	wait_prepare(&persistent_waiters);
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	return wait_sleep_interruptible(interruptible);
}

static inline void kmap_host_wait_finish(void)
{
	wait_finish();
}

static inline void kmap_host_wake_all(void)
{
	wait_wake_all(&persistent_waiters);
}

static inline uintptr_t kmap_host_io_base(void)
{
	return IO_BASE;
}

void kmap_host_bug(const struct kmap_report *report);

#endif
