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

/* Prepare both, and the persistent window itself. Boot CPU, once. */
void persistent_init(void);

#endif
