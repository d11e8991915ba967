/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The host's part of kmap's pool: its lock, and the tasks that wait for room.
 */
#ifndef KERNEL_POOL_H
#define KERNEL_POOL_H

#include "sched.h"
#include "spinlock.h"

extern struct spinlock pool_lock;
extern struct wait_queue pool_waiters;

/* Prepare both, and the pool itself. Boot CPU, once. */
void pool_init(void);

#endif
