/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The pool of persistent mappings, as the kernel sees it.
 */
#include "pool.h"

#include <kmap/persistent.h>

struct spinlock pool_lock;
struct wait_queue pool_waiters;

void pool_init(void)
{
	wait_queue_init(&pool_waiters);
	kmap_persistent_init();
}
