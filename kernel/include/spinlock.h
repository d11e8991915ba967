/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Spinlocks. The holder is never preempted; the _irq forms also disable
 * interrupts, for locks that a handler takes.
 *
 * A CPU that releases a lock while others wait pauses for a moment. In a deterministic
 * emulation, which runs one CPU after the other, another CPU runs during the pause and
 * finds the lock free; without it two CPUs that take turns at the same moments can
 * keep a third one out forever. A queue would be fairer, but is slow where the first
 * in the queue may be a virtual CPU that is not running.
 */
#ifndef KERNEL_SPINLOCK_H
#define KERNEL_SPINLOCK_H

#include "task.h"

/* All zero when it is free and no CPU waits. */
struct spinlock {
	unsigned int locked;
	unsigned int waiting;
};

static inline bool spinlock_try(struct spinlock *lock)
{
	return !__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE);
}

static inline void spinlock_acquire(struct spinlock *lock)
{
	if (spinlock_try(lock))
		return;
	__atomic_fetch_add(&lock->waiting, 1, __ATOMIC_RELAXED);
	do {
		while (__atomic_load_n(&lock->locked, __ATOMIC_RELAXED))
			cpu_relax();
	} while (!spinlock_try(lock));
	__atomic_fetch_sub(&lock->waiting, 1, __ATOMIC_RELAXED);
}

static inline void spinlock_release(struct spinlock *lock)
{
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
	if (__builtin_expect(__atomic_load_n(&lock->waiting, __ATOMIC_RELAXED) != 0, 0))
		cpu_relax();
}

static inline void spin_lock(struct spinlock *lock)
{
	preempt_disable();
	spinlock_acquire(lock);
}

static inline void spin_unlock(struct spinlock *lock)
{
	spinlock_release(lock);
	preempt_enable();
}

static inline unsigned long spin_lock_irq(struct spinlock *lock)
{
	unsigned long flags = irq_save();

	spinlock_acquire(lock);
	return flags;
}

static inline void spin_unlock_irq(struct spinlock *lock, unsigned long flags)
{
	spinlock_release(lock);
	irq_restore(flags);
}

#endif
