/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The port header, correct or broken.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/types.h>

#include "port.h"

struct kmap_report;
typedef struct page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return broken == BROKEN_CTRL ? &tasks[0].kmap : &running->kmap;
}

#if KMAP_WINDOW_TASK

static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	size_t number = (size_t)((const struct task *)ctrl - tasks);

	if (broken == BROKEN_SHARED)
		number &= ~(size_t)1;
	return &windows[broken == BROKEN_CTRL_WINDOW ? 0 : number];
}

static inline struct kmap_window *kmap_host_window(void)
{
	if (broken == BROKEN_WINDOW)
		return &windows[0];
	return broken == BROKEN_CTRL_WINDOW ? &windows[running - tasks]
					    : kmap_host_ctrl_window(&running->kmap);
}

static inline unsigned int kmap_host_cpu_number(void)
{
	return broken == BROKEN_NUMBER ? 0 : running->cpu;
}

#else

static inline struct kmap_window *kmap_host_window(void)
{
	return &windows[broken == BROKEN_WINDOW ? 0 : running->cpu];
}

#endif

#if KMAP_WINDOW_PRIVATE
static inline struct kmap_pte *kmap_host_private_pte(unsigned int slot)
{
	return port_private_pte(slot);
}
#endif

static inline void kmap_host_migrate_disable(void)
{
	running->pins += broken != BROKEN_PIN;
}

static inline void kmap_host_migrate_enable(void)
{
	running->pins -= broken != BROKEN_PIN && broken != BROKEN_UNPIN;
}

/* No task is preempted, and no page fault sleeps. */
static inline void kmap_host_preempt_disable(void)
{
}

static inline void kmap_host_preempt_enable(void)
{
}

static inline void kmap_host_pagefault_disable(void)
{
}

static inline void kmap_host_pagefault_enable(void)
{
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return (unsigned long)(page - frames);
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return pfn < FRAMES ? &frames[pfn] : NULL;
}

/* There is no direct map. */
static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	(void)pfn;
	return false;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	(void)pfn;
	return NULL;
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return broken == BROKEN_DIRECT && (uintptr_t)address < PERSISTENT_BASE;
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	(void)address;
	return NULL;
}

static inline uint64_t kmap_host_now(void)
{
	return 0;
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < FRAMES;
}

static inline unsigned int kmap_host_context(void)
{
	return broken == BROKEN_CONTEXT ? 0 : running->interrupt_depth;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return broken == BROKEN_BASE ? WINDOW_BASE + KMAP_PAGE_SIZE : WINDOW_BASE;
}

struct kmap_pte *kmap_host_window_pte(uintptr_t address);

static inline uintptr_t kmap_host_persistent_base(void)
{
	return broken == BROKEN_PERSISTENT_BASE ? WINDOW_BASE + KMAP_PAGE_SIZE : PERSISTENT_BASE;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return broken == BROKEN_WORD ? &frames[0].kmap_word : &((kmap_page_t *)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
}

static inline void kmap_host_shared_unlock(void)
{
}

void kmap_host_flush_all(uintptr_t start, uintptr_t end);

static inline void kmap_host_wait_prepare(void)
{
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	port_task_yield();
	return interruptible;
}

static inline void kmap_host_wait_finish(void)
{
}

static inline void kmap_host_wake_all(void)
{
}

/* No test maps device memory. */
static inline uintptr_t kmap_host_io_base(void)
{
	return 0x710000000000;
}

void kmap_host_bug(const struct kmap_report *report);

#endif
