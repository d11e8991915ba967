/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What kmap needs of the host for mappings that CPUs share: a lock, TLB flushes, and a
 * wait queue for room in the persistent window.
 */
#ifndef KERNEL_PERSISTENT_H
#define KERNEL_PERSISTENT_H

#include "sched.h"
#include "spinlock.h"

extern struct spinlock shared_lock;
extern struct wait_queue persistent_waiters;

/*
 * kmap_host_flush_all(): flush_all_cpus(), and counts the calls that break the contract:
 * task context, shared lock held, interrupts on, one call at a time.
 */
void shared_flush(uintptr_t start, uintptr_t end);

/* The number of calls that broke the contract since the last call of this function. */
unsigned int shared_flush_misuses_take(void);

/* Set up the wait queue and the persistent window. Boot CPU, once. */
void persistent_init(void);

#endif
