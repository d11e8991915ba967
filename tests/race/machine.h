/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The machine: CPUs that are threads, each with a TLB that forgets nothing by
 * itself, and frames of memory.
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

/* Frames by what they are for: all map them, one at a time does, one CPU does, a device. */
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
 * struct race_frame - what is in a page
 * @number:  its frame number; never changes
 * @tag:     of a page that is given out: its owner's; written by him only
 * @written: times that it was written, under its lock
 */
struct race_frame {
	uint32_t number;
	uint32_t tag;
	uint32_t written;
};

/* The pages of address space: windows, persistent window, I/O, and a guard after the first and second. */
#define RACE_WINDOW_PAGES (KMAP_CPUS_MAX * KMAP_WINDOW_SLOTS)
#define RACE_PAGES (RACE_WINDOW_PAGES + 1 + KMAP_PERSISTENT_PAGES + 1 + KMAP_IO_PAGES)
#define RACE_BASE ((uintptr_t)0x10000000)
#define RACE_PERSISTENT_BASE                                                                       \
	(RACE_BASE + ((uintptr_t)(RACE_WINDOW_PAGES + 1) << KMAP_ARCH_PAGE_SHIFT))
#define RACE_IO_BASE                                                                               \
	(RACE_PERSISTENT_BASE + ((uintptr_t)(KMAP_PERSISTENT_PAGES + 1) << KMAP_ARCH_PAGE_SHIFT))

/**
 * struct race_cpu - a CPU, and the only task that runs on it
 * @kmap:     its window
 * @ctrl:     the task's mappings
 * @number:   below RACE_CPUS
 * @random:   state of its random numbers
 * @pins:     how deep it is pinned
 * @tlb_lock: for what follows: others flush, too
 * @tlb:      what it remembers of each PTE; none for nothing
 * @wait:     the rest: see wait.c; under its lock
 */
struct race_cpu {
	struct kmap_cpu kmap;
	struct kmap_ctrl ctrl;
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
/* The CPU that this thread is. */
extern _Thread_local struct race_cpu *race_self;

/* Boot: frames, CPUs, an empty persistent window. This thread becomes CPU 0. */
void race_boot(void);

/* The PTE of an address, which the machine has. */
struct kmap_pte *race_pte(uintptr_t address);

/*
 * The memory at an address as this CPU sees it, through its TLB; NULL for a
 * page fault, which fails the test.
 */
struct race_frame *race_access(const void *address);

/* Empty a range of every CPU's TLB. */
void race_flush_all(uintptr_t start, uintptr_t end);
/* How often that was done. */
uint32_t race_flushes(void);

/* Let other CPUs do something, so that what this one holds is missed by them. */
void race_linger(void);

/* A random number below @end, of this CPU's own. */
uint32_t race_random(uint32_t end);

/* What kmap_host_bug() does: all reports but a full I/O window fail the test. */
void race_bug(const struct kmap_report *report);
uint32_t race_io_full(void);

/* Waiting: as <kmap_host.h> says, for the task on this CPU. */
void race_wait_prepare(void);
bool race_wait_sleep(bool interruptible);
void race_wake_all(void);

/* A signal to the task on a CPU. */
void race_interrupt(struct race_cpu *cpu);

/* So many CPUs run; one more does; one stops. A sleep that nobody is left to end fails the test. */
void race_wait_begin(unsigned int cpus);
void race_wait_enter(void);
void race_wait_leave(void);
/* So many CPUs sleep now. */
unsigned int race_sleepers(void);

#endif
