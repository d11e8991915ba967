/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Template of a host: copy this file, read each contract, fill in the bodies
 * with what your kernel has. As it stands it compiles, for one CPU and one
 * task and no memory.
 *
 * The functions are called on the fast path, so make them static inline. None
 * may sleep, take a lock or allocate, unless its contract says so. One that is
 * missing or misspelt does not compile.
 *
 * Besides this file a port calls from its own code:
 *   kmap_cpu_init()                     for each CPU, before its first mapping
 *   kmap_ctrl_init() or kmap_fork()     when a task is created, or copied
 *   kmap_switch_out(), kmap_switch_in() in the task switch
 *   kmap_exit()                         when a task ends
 *   kmap_irq_enter(), kmap_irq_exit()   around interrupt handlers (advisable)
 *   kmap_where()                        in the page fault handler's report
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/report.h>
#include <kmap/types.h>

/* The kernel's structure for one page of RAM. */
struct page {
	unsigned long pfn;
};

typedef struct page kmap_page_t;

extern struct kmap_ctrl template_task_kmap;
extern struct kmap_cpu template_cpu_kmap;

/* State of the current task; in an interrupt handler, of the interrupted one. Constant time. */
static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &template_task_kmap;
}

/*
 * Window of this CPU. Called with the task pinned, or to find out that an
 * address is not ours, when it may be another CPU's by the time it returns.
 */
static inline struct kmap_cpu *kmap_host_cpu(void)
{
	return &template_cpu_kmap;
}

/*
 * From here until the matching enable, which may be nested, the current task
 * stays on its CPU; it may still be preempted and may sleep. A compiler
 * barrier. A counter in the task is enough if the scheduler looks at it before
 * it moves a task that does not run. Empty on one CPU.
 */
static inline void kmap_host_migrate_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* A compiler barrier. May switch to another task, but not in an interrupt handler. */
static inline void kmap_host_migrate_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* For the kmap_atomic family only: no preemption until the matching enable; nests. */
static inline void kmap_host_preempt_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_preempt_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* For the kmap_atomic family only: a page fault is an error until the matching enable; nests. */
static inline void kmap_host_pagefault_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_pagefault_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* Frame number of a page. Pure. */
static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return page->pfn;
}

/* Whether a frame is mapped for good, readable and writable. Pure. False for all is right, too. */
static inline bool kmap_host_pfn_is_direct(unsigned long pfn)
{
	(void)pfn;
	return false;
}

/* The address of a frame for which kmap_host_pfn_is_direct() is true. Pure. */
static inline void *kmap_host_direct_address(unsigned long pfn)
{
	return (void *)((uintptr_t)pfn << KMAP_ARCH_PAGE_SHIFT);
}

/* Whether an address is one that kmap_host_direct_address() can return, or in that page. Pure. */
static inline bool kmap_host_address_is_direct(const void *address)
{
	(void)address;
	return false;
}

/*
 * Where the windows begin: KMAP_WINDOW_SIZE bytes of kernel address space that
 * nothing else uses, and one page on each side that is never mapped. A
 * multiple of the page size; constant.
 */
static inline uintptr_t kmap_host_window_base(void)
{
	return 0xff800000u;
}

/*
 * The PTE of an address in the windows. Its page table exists, and every CPU
 * finds it there. Called by kmap_cpu_init() only.
 */
struct kmap_pte *kmap_host_window_pte(uintptr_t address);

/*
 * Misuse was found: print kmap_bug_text(report->bug), the task that embeds
 * report->ctrl, and the numbers. Stop the machine or return, as your policy
 * is; on return the mapping functions carry on. Any context, interrupts as
 * they are; must not use kmap itself.
 */
void kmap_host_bug(const struct kmap_report *report);

#endif
