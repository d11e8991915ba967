/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Linux as a host. The contract of each function is in the kmap project's
 * arch/template/host/kmap_host.h.
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>

#include "kmap_hooks.h"

struct kmap_report;
typedef struct page kmap_page_t;

DECLARE_PER_CPU(struct kmap_window, kmap_cpus);

static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &current->kmap_ctrl;
}

static inline struct kmap_window *kmap_host_window(void)
{
	return raw_cpu_ptr(&kmap_cpus);
}

#ifdef CONFIG_SMP

DECLARE_PER_CPU(unsigned int, nr_pinned_tasks);

/*
 * As migrate_disable(), without a call. From the moment that the task counts as pinned
 * it stays on this CPU, so the two steps need no protection from preemption. Handlers
 * nest whole pairs, and find the task pinned once the first step is done.
 */
static inline void kmap_host_migrate_disable(void)
{
	struct task_struct *task = current;

	task->migration_disabled++;
	barrier();
	if (likely(task->migration_disabled == 1))
		this_cpu_inc(nr_pinned_tasks);
	barrier();
}

/*
 * As migrate_enable(). The scheduler may narrow the CPUs of a pinned task that it
 * preempts, so it must not come between the look at them and the last store.
 */
static inline void kmap_host_migrate_enable(void)
{
	struct task_struct *task = current;

	barrier();
	if (unlikely(task->migration_disabled > 1)) {
		barrier();
		task->migration_disabled--;
		return;
	}
	preempt_disable();
	if (likely(task->cpus_ptr == &task->cpus_mask)) {
		raw_cpu_dec(nr_pinned_tasks);
		barrier();
		task->migration_disabled--;
		preempt_enable();
	} else {
		preempt_enable();
		migrate_enable();
	}
}

#else

static inline void kmap_host_migrate_disable(void)
{
	barrier();
}

static inline void kmap_host_migrate_enable(void)
{
	barrier();
}

#endif

static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return page_to_pfn(page);
}

static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	return pfn_valid(pfn) ? pfn_to_page(pfn) : NULL;
}

static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	return pfn_valid(pfn) && !PageHighMem(pfn_to_page(pfn));
}

static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return lowmem_page_address(pfn_to_page(pfn));
}

/* sparc's virt_addr_valid() takes addresses above the direct map for valid, too. */
static inline bool kmap_host_address_is_direct(const void *address)
{
	return (uintptr_t)address >= PAGE_OFFSET && (uintptr_t)address < (uintptr_t)high_memory &&
	       virt_addr_valid(address);
}

static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	return virt_to_page(address);
}

/* The fixed addresses grow downwards: the last index has the lowest one. */
static inline uintptr_t kmap_host_window_base(void)
{
	return __fix_to_virt(FIX_KMAP_END);
}

struct kmap_pte *kmap_host_window_pte(uintptr_t address);
void kmap_host_bug(const struct kmap_report *report);

#if KMAP_DEBUG

static inline uint64_t kmap_host_now(void)
{
	return local_clock();
}

/* Drivers map the frames of devices, too. */
static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	(void)pfn;
	return true;
}

static inline unsigned int kmap_host_context(void)
{
	if (in_nmi())
		return KMAP_CONTEXT_NMI;
	return in_irq() ? 2 : in_serving_softirq() ? 1 : KMAP_CONTEXT_TASK;
}

/*
 * struct page has no room for a word more. Linux does not call kmap_assert_unmapped(),
 * so that nothing reads this.
 */
static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	static uint32_t unread;

	(void)page;
	return &unread;
}

#endif

#endif
