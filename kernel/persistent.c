/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The host's part of mappings that CPUs share: the lock, the flush, and the wait queue
 * for room in the persistent window.
 */
#include "persistent.h"

#include <kmap/persistent.h>

#include "flush.h"

struct spinlock shared_lock;
struct wait_queue persistent_waiters;

static unsigned int flushes_now, flush_misuses;

void persistent_init(void)
{
	wait_queue_init(&persistent_waiters);
	kmap_persistent_init();
}

/* The lock does not record its holder, but the holder has preemption disabled. */
static bool flush_is_as_promised(void)
{
	const struct task *task = current_task();

	return __atomic_load_n(&shared_lock.locked, __ATOMIC_RELAXED) && task->preempt_disabled &&
	       !task->interrupt_depth && irq_is_enabled();
}

void shared_flush(uintptr_t start, uintptr_t end)
{
	bool alone = __atomic_fetch_add(&flushes_now, 1, __ATOMIC_RELAXED) == 0;

	if (!alone || !flush_is_as_promised())
		__atomic_fetch_add(&flush_misuses, 1, __ATOMIC_RELAXED);
	flush_all_cpus(start, end);
	__atomic_fetch_sub(&flushes_now, 1, __ATOMIC_RELAXED);
}

unsigned int shared_flush_misuses_take(void)
{
	return __atomic_exchange_n(&flush_misuses, 0, __ATOMIC_RELAXED);
}
