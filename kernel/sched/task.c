/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks: creation and end.
 */
#include <kmap/kmap.h>

#include "private.h"
#include "print.h"

union task_stack task_stacks[TASKS_MAX];

static struct wait_queue all_gone;
/* Tasks that have not ended, without the idle tasks. */
static unsigned int task_count;

void tasks_init(void)
{
	wait_queue_init(&all_gone);
	windows_init();
}

/* A new task begins here, with the second half of the switch to it. */
static void task_start(void)
{
	struct task *task = current_task();

	sched_switched();
	irq_enable();
	task->function(task->argument);
	task_exit();
}

static void task_prepare(struct task *task, unsigned int id, const char *name)
{
	task->id = id;
	print_to(task->name, sizeof(task->name), "%s", name);
	kmap_ctrl_init(&task->kmap);
	task->cpu = NULL;
	task->preempt_disabled = 0;
	task->migrate_disabled = 0;
	task->pagefault_disabled = 0;
	task->interrupt_depth = 0;
	task->in_nmi = false;
	task->reschedule = 0;
	task->interrupted = 0;
	task->affinity_moved = 0;
	task->queue = NULL;
	task->running = false;
	task->interruptible = false;
	task->migrated_while_mapped = 0;
	task->migrations = 0;
	task->switches = 0;
	list_init(&task->run);
	list_init(&task->wait);
	list_init(&task->timer);
}

static struct task *task_find_unused(unsigned int *id)
{
	for (*id = 0; *id < TASKS_MAX; ++*id)
		if (task_stacks[*id].task.state == TASK_UNUSED)
			return &task_stacks[*id].task;
	return NULL;
}

struct task *task_idle_init(unsigned int number)
{
	struct task *task = &task_stacks[number].task;
	char name[TASK_NAME_SIZE];

	print_to(name, sizeof(name), "idle/%u", number);
	task_prepare(task, number, name);
	task->state = TASK_READY;
	task->priority = PRIORITY_IDLE;
	task->allowed = 1u << number;
	task->cpu = &cpus[number];
	/* The idle task switches only from the idle loop. */
	task->preempt_disabled = 1;
	task->running = true;
	return task;
}

struct task *task_create(const char *name, void (*function)(void *), void *argument,
			 enum task_priority priority, unsigned int allowed)
{
	unsigned long flags = spin_lock_irq(&sched_lock);
	unsigned int id;
	struct task *task = task_find_unused(&id);

	if (task) {
		task_prepare(task, id, name);
		task->function = function;
		task->argument = argument;
		task->priority = priority;
		task->allowed = allowed;
		machine_context_init(&task->context, task, TASK_STACK_SIZE, task_start);
		task->state = TASK_READY;
		__atomic_fetch_add(&task_count, 1, __ATOMIC_RELAXED);
		sched_enqueue(task);
	}
	spin_unlock_irq(&sched_lock, flags);
	if (task_is_asked(current_task()) && !current_task()->preempt_disabled)
		preempt_now();
	return task;
}

void task_exit(void)
{
	struct task *task = current_task();

	kmap_exit();
	(void)spin_lock_irq(&sched_lock);
	task->state = TASK_DEAD;
	sched_switch(false);
	panic("%s runs after its end", task->name);
}

void task_reap(struct task *task)
{
	task->state = TASK_UNUSED;
	__atomic_fetch_sub(&task_count, 1, __ATOMIC_RELAXED);
	while (!list_empty(&all_gone.waiters)) {
		struct task *waiter = container_of(all_gone.waiters.next, struct task, wait);

		list_remove(&waiter->wait);
		sched_wake(waiter);
	}
}

void task_wait_all(void)
{
	/* The one that is left is the caller. */
	wait_event(&all_gone, __atomic_load_n(&task_count, __ATOMIC_RELAXED) == 1);
}

struct task *task_of_kmap(const struct kmap_ctrl *ctrl)
{
	return container_of(ctrl, struct task, kmap);
}

struct task_look task_look(const struct task *task)
{
	unsigned long flags = spin_lock_irq(&sched_lock);
	struct task_look look = {
		.asleep = task->state == TASK_BLOCKED && !task->running && !task->queue,
		.queue = task->queue,
	};

	spin_unlock_irq(&sched_lock, flags);
	return look;
}

/* What it reads changes meanwhile. ThreadSanitizer would call that a race. */
__attribute__((no_sanitize_thread, noinline)) struct cpu_look cpu_look(unsigned int number)
{
	const struct cpu *cpu = &cpus[number];
	struct cpu_look look = { .preempted_while_mapped = cpu->preempted_while_mapped };

	for (unsigned int i = 0; i < TASKS_MAX; i++) {
		const struct task *task = &task_stacks[i].task;

		if (task->state != TASK_UNUSED && task->cpu == cpu)
			look.held += kmap_mask_count(task->kmap.used & ~task->kmap.joined);
	}
	return look;
}

void task_each(void (*function)(struct task *task, void *argument), void *argument)
{
	for (unsigned int i = 0; i < TASKS_MAX; i++) {
		enum task_state state = task_stacks[i].task.state;

		if (state == TASK_READY || state == TASK_BLOCKED)
			function(&task_stacks[i].task, argument);
	}
}
