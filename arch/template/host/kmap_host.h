/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Template of a host: copy this file, read each contract, fill in the bodies with
 * what your kernel has. As it stands it compiles, for one CPU, one task and no memory.
 * docs/porting.md goes through a whole port.
 *
 * The functions are called on the fast path, so make them static inline. None may
 * sleep, take a lock or allocate, unless its contract says so. One that is missing or
 * misspelt does not compile; those of a family that is left out need not exist.
 *
 * Besides this file a port makes the calls of <kmap/task.h>, and these:
 *   kmap_persistent_init()         once, before the first kmap()
 *   kmap_persistent_forget()       when a page is freed whose kmap word is not 0
 *   kmap_where(), kmap_describe()  in the page fault handler's report
 *   kmap_assert_direct()           where direct addresses are converted (debug mode)
 */
#ifndef KMAP_HOST_H
#define KMAP_HOST_H

#include <kmap/types.h>

struct kmap_report;

/* In C++, what the core calls has C linkage. */
KMAP_DECLARATIONS_BEGIN

/* The kernel's structure for one page of RAM. */
typedef struct page {
	unsigned long pfn;
	uint32_t kmap_word;
	uint32_t kmap_holders;
} kmap_page_t;

/* Where the windows are: constants, so that the compiler sees that no two overlap. */
#define WINDOW_BASE (KMAP_WINDOW_TASK ? 0xfd000000u : 0xff800000u)
#define PERSISTENT_BASE 0xff000000u
#define IO_BASE 0xff500000u
#if KMAP_PERSISTENT && KMAP_IO
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, PERSISTENT_BASE, KMAP_PERSISTENT_SIZE);
#endif

extern struct kmap_ctrl template_task_kmap;
extern struct kmap_window template_window;

/* State of the current task; in an interrupt handler, of the interrupted one. Constant time. */
static inline struct kmap_ctrl *kmap_host_ctrl(void)
{
	return &template_task_kmap;
}

/*
 * The window to map in. KMAP_WINDOW is cpu: this CPU's. Mostly called with the task pinned; else
 * it may be another CPU's by then, and the core allows for that. private: one address, of that
 * of the CPU that executes; else counts may be lost. task: that of the owner of kmap_host_ctrl().
 */
static inline struct kmap_window *kmap_host_window(void)
{
	return &template_window;
}

#if KMAP_WINDOW_TASK
/*
 * The number of the CPU that executes, below KMAP_CPUS_MAX; in kmap_switch_in() of that where
 * the switch is, whichever task is current. Elsewhere the task may just have left that CPU.
 */
static inline unsigned int kmap_host_cpu_number(void)
{
	return 0;
}

/*
 * The window of the task that owns @ctrl; the same from kmap_ctrl_init() or kmap_fork() on, and no
 * other task's until this one has left its CPU for the last time.
 */
static inline struct kmap_window *kmap_host_ctrl_window(const struct kmap_ctrl *ctrl)
{
	(void)ctrl;
	return &template_window;
}
#endif

/*
 * Only where KMAP_WINDOW is cpu. Until the matching enable, which may be nested, the current task
 * stays on its CPU; it may be preempted and may sleep. Also a compiler barrier. A counter in the
 * task that the scheduler checks before it moves the task. On one CPU, the barrier alone.
 */
static inline void kmap_host_migrate_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* Also a compiler barrier. May switch to another task, but not in an interrupt handler. */
static inline void kmap_host_migrate_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* Frame number of a page. Pure. */
static inline unsigned long kmap_host_page_to_pfn(const kmap_page_t *page)
{
	return page->pfn;
}

/* Whether a frame is in the direct map, readable and writable. Pure. May be false for all. */
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

/* Whether an address is in a page that kmap_host_direct_address() can return. Pure. */
static inline bool kmap_host_address_is_direct(const void *address)
{
	(void)address;
	return false;
}

/* The page of a frame; NULL if the frame has none, for example because it is not RAM. Pure. */
static inline kmap_page_t *kmap_host_pfn_to_page(unsigned long pfn)
{
	(void)pfn;
	return NULL;
}

/* The page at an address for which kmap_host_address_is_direct() is true. Pure. */
static inline kmap_page_t *kmap_host_direct_page(const void *address)
{
	(void)address;
	return NULL;
}

/*
 * Where the windows begin: KMAP_WINDOW_SIZE bytes of kernel address space that nothing else
 * uses, and a page on each side that is never mapped. A multiple of the page size; constant.
 */
static inline uintptr_t kmap_host_window_base(void)
{
	return WINDOW_BASE;
}

/*
 * The PTE of an address in any of the windows; of the CPUs' only if they are not private.
 * Its page table exists, and every CPU finds it there. Where KMAP_WINDOW is task, the PTEs of
 * one window lie side by side. Called at set-up, and for I/O mappings.
 */
struct kmap_pte *kmap_host_window_pte(uintptr_t address);

#if KMAP_WINDOW_PRIVATE
#define KMAP_PRIVATE_PTES 0xff700000u
#include <kmap/port/private_ptes.h>
#endif

/*
 * Misuse was found: print it, as docs/porting.md shows. Stop the machine, or return: then kmap
 * continues. Any context, interrupts on or off; must not use kmap itself.
 */
void kmap_host_bug(const struct kmap_report *report);

#if KMAP_ATOMIC
/* No preemption until the matching enable; nests. */
static inline void kmap_host_preempt_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_preempt_enable(void)
{
	__asm__ volatile("" : : : "memory");
}

/* A page fault is an error until the matching enable; nests. */
static inline void kmap_host_pagefault_disable(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_pagefault_enable(void)
{
	__asm__ volatile("" : : : "memory");
}
#endif

#if KMAP_DEBUG
/* A clock, in any unit, for the age of mappings. Any context but NMI. */
static inline uint64_t kmap_host_now(void)
{
	return 0;
}

/* Whether the machine can have a frame of this number, RAM or device. Pure. */
static inline bool kmap_host_pfn_exists(unsigned long pfn)
{
	return pfn < 1ul << 20;
}

/* KMAP_CONTEXT_TASK; in a handler the nesting depth, from 1; or KMAP_CONTEXT_NMI. Any context. */
static inline unsigned int kmap_host_context(void)
{
	return KMAP_CONTEXT_TASK;
}

/* The number of local mappings of a page. A word as that of kmap_host_page_word(). Pure. */
static inline uint32_t *kmap_host_page_holders(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_holders;
}
#endif

#if KMAP_PERSISTENT || KMAP_IO
/*
 * The shared lock: one lock for what all CPUs share, the persistent window and the I/O
 * window. Held at most for a walk through one of them and a flush, never while sleeping.
 * Taken in task context. Interrupts stay on, also while a CPU waits for the lock, so that it can
 * answer a flush. The holder is not preempted. Empty on one CPU without preemption.
 */
static inline void kmap_host_shared_lock(void)
{
	__asm__ volatile("" : : : "memory");
}

static inline void kmap_host_shared_unlock(void)
{
	__asm__ volatile("" : : : "memory");
}

/*
 * Drop all translations of [@start, @end) from the TLB of every running CPU; return when all have
 * done so. They must see the PTEs that were written before. A CPU that starts at the same time
 * flushes after it counts as running. Always called with the shared lock held and interrupts on, so
 * one call at a time. Usually an interrupt to each other CPU and a wait; on one CPU, local.
 */
static inline void kmap_host_flush_all(uintptr_t start, uintptr_t end)
{
	for (; start != end; start += KMAP_PAGE_SIZE)
		kmap_arch_tlb_invalidate_local((void *)start);
}
#endif

#if KMAP_PERSISTENT
KMAP_ASSERT_APART(PERSISTENT_BASE, KMAP_PERSISTENT_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
/* Where the persistent window begins, of KMAP_PERSISTENT_SIZE: as kmap_host_window_base(). */
static inline uintptr_t kmap_host_persistent_base(void)
{
	return PERSISTENT_BASE;
}

/*
 * A word in the page's structure, for kmap alone. The host sets it to zero when it makes the
 * structure, and does not write it while the page is in use. Pure.
 */
static inline uint32_t *kmap_host_page_word(const kmap_page_t *page)
{
	return &((kmap_page_t *)(uintptr_t)page)->kmap_word;
}

/*
 * Waiting for room in the persistent window. Prepare: from now on a
 * kmap_host_wake_all() is not lost; the task does not sleep yet, and takes the shared
 * lock next. Sleep: until there has been a wake-up since the last prepare; if
 * @interruptible, also until the task is interrupted (a signal): then return true. May
 * return early for no reason. Finish: no longer waiting. Task context. All may be empty
 * where no task can sleep, but then kmap() may loop forever.
 */
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

/* Wake all waiting tasks. Any context but NMI, interrupts on or off. */
static inline void kmap_host_wake_all(void)
{
}
#endif

#if KMAP_IO
KMAP_ASSERT_APART(IO_BASE, KMAP_IO_SIZE, WINDOW_BASE, KMAP_WINDOW_SIZE);
/* Where the I/O window begins, of KMAP_IO_SIZE: as kmap_host_window_base(). */
static inline uintptr_t kmap_host_io_base(void)
{
	return IO_BASE;
}
#endif

KMAP_DECLARATIONS_END

#endif
