/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Spinlocks. The holder is never preempted; the _irq forms also keep
 * interrupts out, for locks that a handler takes.
 */
#ifndef KERNEL_SPINLOCK_H
#define KERNEL_SPINLOCK_H

#include "task.h"

struct spinlock {
	unsigned int locked;
};

static inline void spinlock_acquire(struct spinlock *lock)
{
	while (__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->locked, __ATOMIC_RELAXED))
			cpu_relax();
}

static inline void spinlock_release(struct spinlock *lock)
{
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
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
