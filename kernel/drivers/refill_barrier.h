/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The barrier of directory.h where only handlers read the tables of refill_tables.h: they see
 * stores as any load does.
 */
#ifndef DRIVERS_REFILL_BARRIER_H
#define DRIVERS_REFILL_BARRIER_H

static inline void barrier_tables(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#endif
