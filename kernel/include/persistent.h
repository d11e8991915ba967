/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What kmap needs of the host for mappings that CPUs share: a lock, and the tasks that
 * wait for room in the persistent window.
 */
#ifndef KERNEL_PERSISTENT_H
#define KERNEL_PERSISTENT_H

#include "sched.h"
#include "spinlock.h"

extern struct spinlock shared_lock;
extern struct wait_queue persistent_waiters;

/*
 * kmap_host_flush_all(): flush_all_cpus(), which counts the calls that are not as the core
 * promises them: in a task, with the shared lock held and interrupts on, one at a time.
 */
void shared_flush(uintptr_t start, uintptr_t end);

/* How many calls were not, since this was asked before. */
unsigned int shared_flush_misuses_take(void);

/* Prepare both, and the persistent window itself. Boot CPU, once. */
void persistent_init(void);

#endif
