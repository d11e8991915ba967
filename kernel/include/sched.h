/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The scheduler: preemptive, with fixed priorities and per-CPU run queues. One lock
 * guards all run queues and wait queues, so that moving a task from one CPU to another
 * takes one lock only.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include "task.h"

#define TICK_NS 1000000u

/* Create a ready task; NULL if all TASKS_MAX are in use. Task context. */
struct task *task_create(const char *name, void (*function)(void *), void *argument,
			 enum task_priority priority, unsigned int allowed);

/* End the current task. Also happens when its function returns. */
_Noreturn void task_exit(void);

/* Sleep until all tasks have ended except the caller and the idle tasks. */
void task_wait_all(void);

/* The task that owns @ctrl. */
struct task *task_of_kmap(const struct kmap_ctrl *ctrl);

/* Make task_stacks[number] the idle task of CPU @number, before that CPU starts. */
struct task *task_idle_init(unsigned int number);

/* Before the first task_create(), once. */
void tasks_init(void);

/* A window by its number, below windows_count(): of a CPU, or where windows are the tasks', of a task. */
const struct kmap_window *window_of(unsigned int number);

/* How many windows are in use, or may be. */
unsigned int windows_count(void);

/* Bytes of page tables that each window takes for itself. */
size_t window_table_bytes(void);

/* The number of the window in which @task maps, where it is or was last. */
unsigned int window_number(const struct task *task);

/* Call @function for every task in use. Takes no lock: for reports. */
void task_each(void (*function)(struct task *task, void *argument), void *argument);

/**
 * struct task_look - state of a task that does not run
 * @asleep: it is blocked, and has left its CPU
 * @queue:  the CPU that has it in its run queue, or NULL
 */
struct task_look {
	bool asleep;
	const struct cpu *queue;
};

/* Look at a task that has not ended. Any context. */
struct task_look task_look(const struct task *task);

/**
 * struct cpu_look - what was on a CPU a moment ago
 * @held: mappings of the tasks that run there, or ran there last
 * @preempted_while_mapped: times a task lost the CPU while it held a mapping
 */
struct cpu_look {
	unsigned int held;
	unsigned int preempted_while_mapped;
};

/* Look at CPU @number. Takes no lock, and so delays nobody. Any context. */
struct cpu_look cpu_look(unsigned int number);

/*
 * Allow @task to run on the CPUs in @allowed (at least one of them online). It leaves a
 * CPU that is not allowed at once; if it is pinned, when the last pin goes; if preemption
 * is disabled then, when it is enabled again. Not in an interrupt.
 */
void task_set_allowed(struct task *task, unsigned int allowed);

/*
 * Take CPU @number away: no task comes to it any more, and those that are there go to other
 * CPUs; pinned ones when the last pin goes. Not in an interrupt. The last CPU must stay.
 */
void cpu_unplug(unsigned int number);

/* Whether all tasks have left a CPU that was taken away, those included that sleep pinned. */
bool cpu_is_empty(unsigned int number);

/*
 * A CPU that was taken away, and is empty, takes tasks again. Its TLB holds what it held: of
 * a CPU that was switched off it would hold nothing, which is easier.
 */
void cpu_plug(unsigned int number);

/* Sleep until @deadline_ns. Task context, preemption enabled. */
void task_sleep_until(uint64_t deadline_ns);

/* Let other tasks of the same priority run. Task context, preemption enabled. */
void task_yield(void);

/* Set up a CPU for scheduling, once. */
void sched_cpu_init(struct cpu *cpu, struct task *idle);

/* The idle loop. */
_Noreturn void sched_idle(void);

/* The timer interrupt: ticks and sleepers of this CPU. Interrupts off. */
void sched_timer(void);

/* At the end of the outermost interrupt handler. Interrupts off. */
void sched_interrupt_exit(void);

/* --- wait queues ---------------------------------------------------------- */

struct wait_queue {
	struct list waiters;
};

void wait_queue_init(struct wait_queue *queue);

/* Add the current task to @queue. No later wake-up is lost. Task context. */
void wait_prepare(struct wait_queue *queue);

/* Sleep unless woken since wait_prepare(). */
void wait_sleep(void);

/*
 * As wait_sleep(); if @interruptible, task_interrupt() ends the sleep as well. Returns
 * true in that case, and the next sleep is not interrupted.
 */
bool wait_sleep_interruptible(bool interruptible);

/* End @task's interruptible sleep, or its next one if it is not in one. Any context. */
void task_interrupt(struct task *task);

/* Leave the queue. */
void wait_finish(void);

/* Wake all tasks in the queue. Any context. */
void wait_wake_all(struct wait_queue *queue);

/* Sleep on @queue until @condition holds; code that makes it true calls wait_wake_all(). */
#define wait_event(queue, condition)                                                               \
	do {                                                                                       \
		for (;;) {                                                                         \
			wait_prepare(queue);                                                       \
			if (condition)                                                             \
				break;                                                             \
			wait_sleep();                                                              \
		}                                                                                  \
		wait_finish();                                                                     \
	} while (0)

#endif
