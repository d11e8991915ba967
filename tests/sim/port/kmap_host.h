/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The simulated host: tasks, CPUs and pages are those of sim.h.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>

#include "../sim.h"

typedef struct sim_page kmap_page_t;

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &sim_current()->kmap;
}

/* A step. The task may have moved to another CPU by the time it uses the result. */
static inline struct kmap_window *kmap_host_window(void)
{
	sim_step("which window");
	sim_saw((uint64_t)sim_this_window()->kmap.counters.mask_max << 32 |
		(KMAP_WINDOW_TASK ? 0 : sim.executing));
	return &sim_this_window()->kmap;
}

#if KMAP_WINDOW_TASK
_Static_assert(offsetof(struct sim_task, kmap) == 0, "a task begins with its kmap_ctrl");

static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	return &sim.window[((const struct sim_task *)(const void *)ctrl)->window].kmap;
}

static inline unsigned int kmap_host_cpu_number(void)
{
	sim_step("which CPU");
	sim_saw(sim.executing);
	return sim.executing;
}
#endif

#if KMAP_WINDOW_PRIVATE
/* With one window for all CPUs the address of a PTE only determines its slot. */
static inline struct kmap_pte *kmap_host_private_pte(unsigned int slot)
{
	return sim_window_pte(SIM_WINDOW_BASE + ((uintptr_t)slot << KMAP_ARCH_PAGE_SHIFT));
}
#endif

static inline void kmap_host_migrate_disable(void)
{
	sim_pin();
}

static inline void kmap_host_migrate_enable(void)
{
	sim_unpin();
}

static inline void kmap_host_preempt_disable(void)
{
	sim_preempt_disable();
}

static inline void kmap_host_preempt_enable(void)
{
	sim_preempt_enable();
}

static inline void kmap_host_pagefault_disable(void)
{
	sim_current()->pagefault++;
}

static inline void kmap_host_pagefault_enable(void)
{
	sim_current()->pagefault--;
}

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return sim_frame_pfn((unsigned int)(page - sim.page));
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return &sim.page[sim_pfn_frame(pfn)];
}

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn < SIM_LOW_FRAMES;
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return (void *)(SIM_DIRECT_BASE + (pfn << KMAP_ARCH_PAGE_SHIFT));
}

static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address - SIM_DIRECT_BASE < (uintptr_t)SIM_LOW_FRAMES
							      << KMAP_ARCH_PAGE_SHIFT;
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	return &sim.page[((uintptr_t)address - SIM_DIRECT_BASE) >> KMAP_ARCH_PAGE_SHIFT];
}

static inline uint64_t kmap_host_now(void)
{
	return 0;
}

static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return sim_pfn_frame(pfn) < SIM_FRAMES;
}

static inline unsigned int kmap_host_context(void)
{
	return sim_this_cpu()->irq_depth;
}

static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}

static inline uintptr_t kmap_host_window_base(void)
{
	return SIM_WINDOW_BASE;
}

static inline struct kmap_pte *kmap_host_window_pte(uintptr_t address)
{
	return sim_window_pte(address);
}

static inline uintptr_t kmap_host_persistent_base(void)
{
	return SIM_PERSISTENT_BASE;
}

static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

static inline void kmap_host_shared_lock(void)
{
	sim_persistent_lock();
}

static inline void kmap_host_shared_unlock(void)
{
	sim_persistent_unlock();
}

static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	sim_flush_all(start, end);
}

static inline void kmap_host_wait_prepare(void)
{
	sim_wait_prepare();
}

static inline bool kmap_host_wait_sleep(bool interruptible)
{
	return sim_wait_sleep(interruptible);
}

static inline void kmap_host_wait_finish(void)
{
	sim_wait_finish();
}

static inline void kmap_host_wake_all(void)
{
	sim_wake_all();
}

/* The I/O window is not simulated. */
static inline uintptr_t kmap_host_io_base(void)
{
	return SIM_IO_BASE;
}

void kmap_host_bug(const struct kmap_report *report);

#endif
