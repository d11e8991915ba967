/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs, and the counters that disable preemption, migration and page faults.
 */
#ifndef KERNEL_TASK_H
#define KERNEL_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include <kmap/types.h>

#include "arch.h"
#include "list.h"
#include "machine.h"

/*
 * Where windows are private, a page of the struct is mapped at one address on its CPU, of the same
 * cache colour as the one that it has for others.
 */
#define CPU_ALIGN (KMAP_WINDOW_PRIVATE ? 4096 * KMAP_ARCH_COLOURS : 1)

#define TASKS_MAX KMAP_TASKS_MAX
#define TASK_NAME_SIZE 16
#define PRIORITIES 4

/* The higher priority runs; tasks of equal priority take turns at the tick. */
enum task_priority { PRIORITY_IDLE, PRIORITY_WORKER, PRIORITY_MANAGER, PRIORITY_LATENCY };

/* All CPUs. */
#define CPU_MASK_ALL ((1u << KMAP_CPUS_MAX) - 1)

enum task_state { TASK_UNUSED, TASK_READY, TASK_BLOCKED, TASK_DEAD };

/**
 * struct task - one thread of the kernel; lies at the bottom of its own stack
 * @kmap:             its mappings
 * @window:           where windows are the tasks': its own, which later tasks here inherit
 * @cpu:              the CPU it runs on, or ran on last; changes only at a switch
 * @preempt_disabled: not preempted while above zero
 * @migrate_disabled: not moved to another CPU while above zero
 * @pagefault_disabled: page faults are errors while above zero
 * @interrupt_depth:  interrupt handlers nested over it now
 * @in_nmi:           in an NMI
 * @reschedule:       it has been asked to give up its CPU; see preempt_now()
 * @interrupted:      task_interrupt() was called; the next interruptible sleep ends
 * @affinity_moved:   @allowed changed while it ran or was pinned; check it when unpinned
 * @arch:             the machine's part
 * @context:          its saved context, while it does not run
 *
 * Below, under the scheduler's lock:
 * @state, @priority:  see the enums
 * @queue:             the CPU that has it in its run queue (linked by @run), or NULL
 * @running:           on a CPU now
 * @interruptible:     task_interrupt() may wake it
 * @allowed:           mask of CPUs
 * @wait:              in a wait queue
 * @timer, @wake_ns:   in the CPU's list of sleepers
 *
 * Counted for reports: @migrated_while_mapped, @migrations, @switches.
 */
struct task {
	struct kmap_ctrl kmap;
	struct kmap_window window[KMAP_WINDOW_TASK];
	struct cpu *cpu;
	unsigned int preempt_disabled;
	unsigned int migrate_disabled;
	unsigned int pagefault_disabled;
	unsigned int interrupt_depth;
	bool in_nmi;
	unsigned int reschedule;
	unsigned int interrupted;
	unsigned int affinity_moved;
	struct arch_task arch;
	struct context context;

	enum task_state state;
	enum task_priority priority;
	struct cpu *queue;
	bool running;
	bool interruptible;
	unsigned int allowed;
	struct list run;
	struct list wait;
	struct list timer;
	uint64_t wake_ns;

	unsigned int id;
	char name[TASK_NAME_SIZE];
	void (*function)(void *argument);
	void *argument;

	unsigned int migrated_while_mapped;
	unsigned int migrations;
	unsigned int switches;
};

/* A task and its stack. Masking the stack pointer gives the task. */
union task_stack {
	struct task task;
	uint8_t bytes[TASK_STACK_SIZE];
} __attribute__((aligned(TASK_STACK_SIZE)));

/**
 * struct cpu - one processor
 * @window:  where windows are the CPUs': its own
 * @number:  from 0
 * @online:  it has come up
 * @idle:    its idle task
 * @current: the task it runs; under the scheduler's lock
 * @leaving: the task that it is switching from; under the scheduler's lock
 * @ready:   run queues, one for each priority; under the scheduler's lock
 * @ready_count: tasks in them
 * @sleepers: sleeping tasks by wake-up time; under the scheduler's lock
 * @tick_ns: time of the next tick
 * @ticks:   ticks so far
 * @preempted_while_mapped: times a task lost it while it held a mapping
 */
struct cpu {
	struct kmap_window window __attribute__((aligned(CPU_ALIGN)));
	unsigned int number;
	bool online;
	struct task *idle;
	struct task *current;
	struct task *leaving;
	struct list ready[PRIORITIES];
	unsigned int ready_count;
	struct list sleepers;
	uint64_t tick_ns;
	unsigned int ticks;
	unsigned int preempted_while_mapped;
};

extern union task_stack task_stacks[TASKS_MAX];
extern struct cpu cpus[KMAP_CPUS_MAX];
extern unsigned int cpus_online;

static inline void compiler_barrier(void)
{
	__asm__ volatile("" : : : "memory");
}

/* This CPU; stays true only while the task cannot move. */
static inline struct cpu *this_cpu(void)
{
	return *(struct cpu *volatile *)&current_task()->cpu;
}

/* The window in which the current task maps. */
#if KMAP_WINDOW_PRIVATE

/* Every CPU finds its own at this address. */
static inline struct kmap_window *this_window(void)
{
	return (struct kmap_window *)PRIVATE_CPU;
}

#elif KMAP_WINDOW_TASK

static inline struct kmap_window *this_window(void)
{
	return current_task()->window;
}

/* The window of the task that owns @ctrl. */
static inline struct kmap_window *window_of_kmap(const struct kmap_ctrl *ctrl)
{
	return ((struct task *)(uintptr_t)ctrl)->window;
}

_Static_assert(offsetof(struct task, kmap) == 0, "a task begins with its kmap_ctrl");

#else

static inline struct kmap_window *this_window(void)
{
	return &this_cpu()->window;
}

#endif

/* Whether a CPU has asked @task to give up its CPU. */
static inline bool task_is_asked(const struct task *task)
{
	return word_is_set(&task->reschedule);
}

/* Switch if another task should run; nothing to do in an interrupt or with preemption disabled. */
void preempt_now(void);

/*
 * The current task was unpinned, and its affinity changed while it was pinned: move it to
 * an allowed CPU, now or as soon as it can be preempted.
 */
void migrate_now(void);

static inline void preempt_disable(void)
{
	current_task()->preempt_disabled++;
	compiler_barrier();
}

static inline void preempt_enable(void)
{
	struct task *task = current_task();

	compiler_barrier();
	if (--task->preempt_disabled == 0 && __builtin_expect(task_is_asked(task), 0))
		preempt_now();
}

static inline void migrate_disable(void)
{
	current_task()->migrate_disabled++;
	compiler_barrier();
}

static inline void migrate_enable(void)
{
	struct task *task = current_task();

	compiler_barrier();
	if (--task->migrate_disabled == 0 &&
	    __builtin_expect(word_is_set(&task->affinity_moved), 0))
		migrate_now();
}

static inline void pagefault_disable(void)
{
	current_task()->pagefault_disabled++;
	compiler_barrier();
}

static inline void pagefault_enable(void)
{
	compiler_barrier();
	current_task()->pagefault_disabled--;
}

#endif
