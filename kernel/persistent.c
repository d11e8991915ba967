/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The persistent window, as the kernel sees it.
 */
#include "persistent.h"

#include <kmap/persistent.h>

struct spinlock shared_lock;
struct wait_queue persistent_waiters;

void persistent_init(void)
{
	wait_queue_init(&persistent_waiters);
	kmap_persistent_init();
}
