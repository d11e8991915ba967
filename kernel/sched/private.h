/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the scheduler. The caller holds the lock unless said
 * otherwise.
 */
#ifndef KERNEL_SCHED_PRIVATE_H
#define KERNEL_SCHED_PRIVATE_H

#include "sched.h"
#include "spinlock.h"

/* Mask of the CPUs that take tasks: those that have come up, but for those taken away. */
extern unsigned int cpus_open;

/* Guards the fields of struct task and struct cpu that are marked so, and all wait queues. */
extern struct spinlock sched_lock;

/* Set up the windows that all CPUs share, and that of a CPU, on it. No lock is needed. */
void windows_init(void);
void window_cpu_init(struct cpu *cpu);

/* Free a task that has ended; called by the task that runs next on its CPU. */
void task_reap(struct task *task);

/* Switch to the task that should run. The current one is queued if it is ready or @preempted. */
void sched_switch(bool preempted);

/* Make a blocked task ready; does nothing for a task that is ready. */
void sched_wake(struct task *task);

/* Queue a ready task that is on no CPU, on the best CPU for it. */
void sched_enqueue(struct task *task);
void sched_dequeue(struct task *task);

/* True if @task may run on @cpu as far as its affinity and its pins say. */
bool task_may_run(const struct task *task, const struct cpu *cpu);

/* The best CPU for a task that is on no CPU. */
struct cpu *affinity_choose(const struct task *task);

/* Move a ready task to @cpu, this CPU, from one that has at least @margin + 1 more; or NULL. */
struct task *affinity_steal(struct cpu *cpu, unsigned int margin);

/* Ask a task to give up its CPU; it checks without the lock. */
static inline void task_ask(struct task *task)
{
	__atomic_store_n(&task->reschedule, 1, __ATOMIC_RELAXED);
}

/* Ask the task that runs on @cpu to give it up. */
void sched_ask(struct cpu *cpu);

/* Put a task at the end of the run queue of @cpu. */
void sched_queue_on(struct task *task, struct cpu *cpu);

/* Set this CPU's timer to the next tick or sleeper, whichever comes first. */
void sleep_timer_set(struct cpu *cpu);

/* The second half of a switch, on the new task; a new task calls it first. Releases the lock. */
void sched_switched(void);

#endif
