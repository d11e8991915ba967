/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine of threads: the port header.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include "machine.h"

typedef struct race_page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &race_self->current->ctrl;
}

#if KMAP_WINDOW_TASK

static inline struct kmap_window *kmap_host_window(void)
{
	return race_self->current->window;
}

static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	return ((struct race_task *)(uintptr_t)ctrl)->window;
}

static inline unsigned int kmap_host_cpu_number(void)
{
	return race_self->number;
}

/* The window of a CPU, or of its own task. */
static inline struct kmap_window *race_window(struct race_cpu *cpu)
{
	return cpu->own.window;
}

#else

static inline struct kmap_window *kmap_host_window(void)
{
	return &race_self->window;
}

static inline struct kmap_window *race_window(struct race_cpu *cpu)
{
	return &cpu->window;
}

#endif

#if KMAP_WINDOW_PRIVATE
/* With threads as CPUs, "the same address on all CPUs" is the same slot of each. */
static inline struct kmap_pte *kmap_host_private_pte(unsigned int slot)
{
	return &race_self->ptes[slot];
}
#endif

/* Each CPU is a thread; a task that these two are called for never moves. */
static inline void kmap_host_migrate_disable(void)
{
	race_self->pins++;
}

static inline void kmap_host_migrate_enable(void)
{
	race_self->pins--;
}

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
	return (unsigned long)(page - race_pages);
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return pfn < RACE_FRAMES ? &race_pages[pfn] : NULL;
}

/* All memory is high. */
static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	(void)pfn;
	return false;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	(void)pfn;
	__builtin_trap();
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	(void)address;
	return false;
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	(void)address;
	__builtin_trap();
}

static inline uint64_t kmap_host_now(void)
{
	return 0;
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < RACE_FRAMES;
}

static inline unsigned int kmap_host_context(void)
{
	return KMAP_CONTEXT_TASK;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return RACE_BASE;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return race_pte(address);
}

static inline uintptr_t kmap_host_persistent_base(void)
{
	return RACE_PERSISTENT_BASE;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
	pthread_mutex_lock(&race_shared_mutex);
}

static inline void kmap_host_shared_unlock(void)
{
	pthread_mutex_unlock(&race_shared_mutex);
}

static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	race_flush_all(start, end);
}

static inline void kmap_host_wait_prepare(void)
{
	race_wait_prepare();
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	return race_wait_sleep(interruptible);
}

static inline void kmap_host_wait_finish(void)
{
}

static inline void kmap_host_wake_all(void)
{
	race_wake_all();
}

static inline uintptr_t kmap_host_io_base(void)
{
	return RACE_IO_BASE;
}

static inline void kmap_host_bug(const struct kmap_report *report)
{
	race_bug(report);
}

#endif
