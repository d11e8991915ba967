/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine: frames of memory, and CPUs that are threads, each with a TLB that never
 * drops an entry by itself.
 */
#ifndef RACE_MACHINE_H
#define RACE_MACHINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kmap/report.h>
#include <kmap/types.h>

#define RACE_CPUS 4u

/* Kinds of frames: mapped by all CPUs, by one at a time, by one CPU only, device memory. */
#define RACE_SHARED 10u
#define RACE_OWNED 6u
#define RACE_LOCAL (8u * RACE_CPUS)
#define RACE_DEVICE 12u

#define RACE_FIRST_OWNED RACE_SHARED
#define RACE_FIRST_LOCAL (RACE_FIRST_OWNED + RACE_OWNED)
#define RACE_FIRST_DEVICE (RACE_FIRST_LOCAL + RACE_LOCAL)
#define RACE_FRAMES (RACE_FIRST_DEVICE + RACE_DEVICE)

/* The kernel's structure for one page. */
struct race_page {
	uint32_t kmap_word;
	uint32_t kmap_holders;
};

/**
 * struct race_frame - contents of a frame
 * @number:  its frame number; never changes
 * @tag:     of an allocated page: set by its owner only
 * @written: number of writes, under its lock
 */
struct race_frame {
	uint32_t number;
	uint32_t tag;
	uint32_t written;
};

/* Pages of address space: windows of the CPUs or tasks, a guard, persistent window, a guard, I/O window. */
#define RACE_WINDOW_PAGES (KMAP_WINDOWS * KMAP_WINDOW_SLOTS)
#define RACE_PAGES (RACE_WINDOW_PAGES + 1 + KMAP_PERSISTENT_PAGES + 1 + KMAP_IO_PAGES)
#define RACE_BASE ((uintptr_t)0x10000000)
#define RACE_PERSISTENT_BASE                                                                       \
	(RACE_BASE + ((uintptr_t)(RACE_WINDOW_PAGES + 1) << KMAP_ARCH_PAGE_SHIFT))
#define RACE_IO_BASE                                                                               \
	(RACE_PERSISTENT_BASE + ((uintptr_t)(KMAP_PERSISTENT_PAGES + 1) << KMAP_ARCH_PAGE_SHIFT))

/**
 * struct race_task - a task
 * @ctrl:   its mappings; first, so that they lead to the task
 * @window: its window, where windows are the tasks'
 */
struct race_task {
	struct kmap_ctrl ctrl;
	struct kmap_window window[KMAP_WINDOW_TASK];
};

/**
 * struct race_cpu - a CPU, and the task that runs on it
 * @window:   its window, where windows are the CPUs'
 * @ptes:     the PTEs of its window, if that is private to it
 * @own:      its own task
 * @current:  the task that runs: @own, unless a test says otherwise
 * @handler:  the handler of its interrupts; NULL while they are off
 * @number:   below RACE_CPUS
 * @random:   state of its random numbers
 * @pins:     pin count
 * @tlb_lock: guards @tlb, which other CPUs flush
 * @tlb:      the cached PTE of each page, or none
 * @wait:     see wait.c; under its lock
 */
struct race_cpu {
	struct kmap_window window;
	struct kmap_pte ptes[KMAP_WINDOW_SLOTS];
	struct race_task own;
	struct race_task *current;
	void (*handler)(void);
	unsigned int number;
	uint32_t random;
	unsigned int pins;
	pthread_mutex_t tlb_lock;
	struct kmap_pte tlb[RACE_PAGES];
	struct {
		uint32_t wakes_seen;
		bool asleep;
		bool interruptible;
		bool interrupted;
	} wait;
};

extern struct race_cpu race_cpus[RACE_CPUS];
extern struct race_page race_pages[RACE_FRAMES];
extern struct race_frame race_frames[RACE_FRAMES];
extern pthread_mutex_t race_shared_mutex;
/* The CPU of this thread. */
extern _Thread_local struct race_cpu *race_self;

/* Boot: frames, CPUs, an empty persistent window. This thread becomes CPU 0. */
void race_boot(void);

/* The PTE of an address in one of the windows. */
struct kmap_pte *race_pte(uintptr_t address);

/*
 * The memory at an address as this CPU sees it, through its TLB; NULL for a
 * page fault, which fails the test.
 */
struct race_frame *race_access(const void *address);

/*
 * Fill this CPU's TLB from the PTEs of one of the windows, whoever has that, as a
 * processor may do that runs ahead.
 */
void race_run_ahead(void);

/* Flush a range from every CPU's TLB. */
void race_flush_all(uintptr_t start, uintptr_t end);
/* The number of these flushes. */
uint32_t race_flushes(void);

/* Let other CPUs run for a while, so that they miss what this one holds. */
void race_linger(void);

/* A random number below @end, from this CPU's generator. */
uint32_t race_random(uint32_t end);

/* kmap_host_bug(): every report fails the test, except one of a full I/O window. */
void race_bug(const struct kmap_report *report);
uint32_t race_io_full(void);

/* The wait hooks, for the task on this CPU. */
void race_wait_prepare(void);
bool race_wait_sleep(bool interruptible);
void race_wake_all(void);

/* Interrupt the wait of the task on a CPU, or its next wait. */
void race_interrupt(struct race_cpu *cpu);

/* @cpus CPUs run; one more runs; one stops. The test fails if all running CPUs sleep. */
void race_wait_begin(unsigned int cpus);
void race_wait_enter(void);
void race_wait_leave(void);
/* The number of CPUs that sleep now. */
unsigned int race_sleepers(void);

#endif
