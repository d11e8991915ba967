/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the parts of the scheduler: sched.c switches, task.c creates and
 * ends, affinity.c moves, wait.c blocks. The lock is held unless said otherwise.
 */
#ifndef KERNEL_SCHED_PRIVATE_H
#define KERNEL_SCHED_PRIVATE_H

#include "sched.h"
#include "spinlock.h"

/* Guards every field of struct task and struct cpu that says so, and all wait queues. */
extern struct spinlock sched_lock;

/* What the next one to run on this CPU does about a task that ended. */
void task_reap(struct task *task);

/* Leave the current task, for the one that should run; it stays ready if its state says so. */
void sched_switch(bool preempted);

/* Make a blocked task ready; nothing to do for one that is. */
void sched_wake(struct task *task);

/* Put a ready task that is on no CPU in the queue of one where it may run. */
void sched_enqueue(struct task *task);
void sched_dequeue(struct task *task);

/* True if @task may run on @cpu as far as its affinity and its pins say. */
bool task_may_run(const struct task *task, const struct cpu *cpu);

/* The best CPU for a task that is on none. */
struct cpu *affinity_choose(const struct task *task);

/* Move a ready task to this CPU from one that has more to do. */
struct task *affinity_steal(struct cpu *cpu, unsigned int margin);

/* Ask a task, which looks without the lock. */
static inline void task_ask(struct task *task)
{
	__atomic_store_n(&task->reschedule, 1, __ATOMIC_RELAXED);
}

/* Ask the task that runs on @cpu to give way. */
void sched_ask(struct cpu *cpu);

/* Put a task at the end of the run queue of @cpu, where it may run. */
void sched_queue_on(struct task *task, struct cpu *cpu);

/* When the machine's timer of this CPU must come next. */
void sleep_timer_set(struct cpu *cpu);

/* The first piece of code of a task: what follows a switch to it. Releases the lock. */
void sched_switched(void);

#endif
