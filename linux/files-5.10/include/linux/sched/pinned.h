/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks that are pinned to their CPU, by migrate_disable() or by local mappings; how it
 * works is explained in kernel/sched/pinned.h.
 */
#ifndef _LINUX_SCHED_PINNED_H
#define _LINUX_SCHED_PINNED_H

#include <linux/cpumask.h>
#include <linux/sched.h>

#ifdef CONFIG_SMP

/* The tasks that are pinned to each CPU. mm/kmap counts its pins here, too, without a call. */
DECLARE_PER_CPU(unsigned int, nr_pinned_tasks);

/* Whether a pin says where a task may run, and not its mask. */
static inline bool task_is_kept(const struct task_struct *p)
{
	return p->cpus_ptr != &p->cpus_mask;
}

/* Whether the current task stays on this CPU. */
static inline bool current_is_pinned(void)
{
	return current->migration_disabled;
}

/* For a new task, which is a copy. */
static inline void pinned_fork(struct task_struct *p)
{
	p->migration_disabled = 0;
	p->cpus_ptr = &p->cpus_mask;
}

/* For CPU hot-unplug. */
int pinned_wait_none(unsigned int cpu);
bool pinned_to_cpu(unsigned int cpu);
int pinned_stop_machine(int (*take_down)(void *), unsigned int cpu);

#else

static inline bool current_is_pinned(void)
{
	return false;
}

static inline void pinned_fork(struct task_struct *p)
{
}

#endif

#endif
