/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The life of a task and its local mappings: what fork, the switch, the return to user
 * mode and exit call. Nothing is called out of line while nothing is held.
 */
#ifndef KMAP_TASKS_H
#define KMAP_TASKS_H

#include <linux/sched.h>

#ifdef CONFIG_KMAP_LOCAL

void kmap_local_init(void);
void kmap_local_fork(struct task_struct *task);
void kmap_local_exit(void);
void __kmap_local_sched_out(void);
void __kmap_local_sched_in(void);
void kmap_report_held_at_rest(void);

/* For a task that does not run, or the current one. */
static inline bool kmap_local_is_held(const struct task_struct *task)
{
	return task->kmap_ctrl.used;
}

/* The current task leaves this CPU. */
static inline void kmap_local_sched_out(void)
{
	if (unlikely(current->kmap_ctrl.used))
		__kmap_local_sched_out();
}

/* The current task has come to this CPU. */
static inline void kmap_local_sched_in(void)
{
	if (unlikely(current->kmap_ctrl.used))
		__kmap_local_sched_in();
}

/* The current task returns to user mode, and must hold nothing. */
static inline void kmap_assert_nomap(void)
{
	if (unlikely(current->kmap_ctrl.used))
		kmap_report_held_at_rest();
}

#else

static inline void kmap_local_init(void)
{
}
static inline void kmap_local_fork(struct task_struct *task)
{
}
static inline void kmap_local_exit(void)
{
}
static inline void kmap_assert_nomap(void)
{
}

#endif

#endif
