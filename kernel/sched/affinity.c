/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CPU affinity and load balancing.
 */
#include "private.h"

static bool cpu_allowed(const struct task *task, const struct cpu *cpu)
{
	return cpu->online && (task->allowed & cpus_open) >> cpu->number & 1;
}

bool task_may_run(const struct task *task, const struct cpu *cpu)
{
	if (task->migrate_disabled)
		return cpu == task->cpu;
	return cpu_allowed(task, cpu);
}

static bool cpu_is_idle(const struct cpu *cpu)
{
	return cpu->current == cpu->idle && !cpu->ready_count;
}

struct cpu *affinity_choose(const struct task *task)
{
	struct cpu *best = NULL;

	if (task->migrate_disabled)
		return task->cpu;
	if (task->cpu && (task->allowed & cpus_open) == 1u << task->cpu->number)
		return task->cpu;
	if (task->cpu && cpu_allowed(task, task->cpu)) {
		if (cpu_is_idle(task->cpu))
			return task->cpu;
		best = task->cpu;
	}
	for (struct cpu *cpu = cpus; cpu < cpus + KMAP_CPUS_MAX; cpu++) {
		if (!cpu_allowed(task, cpu))
			continue;
		if (cpu_is_idle(cpu))
			return cpu;
		if (!best)
			best = cpu;
	}
	/* No allowed CPU is online: run it on the boot CPU. */
	return best ? best : &cpus[0];
}

/* The ready task on @from with the highest priority that may run on @to. */
static struct task *find_movable(struct cpu *from, struct cpu *to)
{
	for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
		struct list *head = &from->ready[priority];

		for (struct list *node = head->next; node != head; node = node->next) {
			struct task *task = container_of(node, struct task, run);

			if (!task->migrate_disabled && cpu_allowed(task, to))
				return task;
		}
	}
	return NULL;
}

struct task *affinity_steal(struct cpu *cpu, unsigned int margin)
{
	for (struct cpu *from = cpus; from < cpus + KMAP_CPUS_MAX; from++) {
		struct task *task;

		if (from == cpu || !from->online || from->ready_count <= cpu->ready_count + margin)
			continue;
		task = find_movable(from, cpu);
		if (!task)
			continue;
		sched_dequeue(task);
		sched_queue_on(task, cpu);
		return task;
	}
	return NULL;
}

/*
 * Where @task may run has changed: it goes from where it may not. What has changed, and
 * affinity_moved, are stored before the interrupt makes the task's CPU switch, and the switch
 * checks the pin count: either it finds zero, or the unpin that comes later finds
 * affinity_moved set.
 */
static void allowed_changed(struct task *task)
{
	if (task->running) {
		__atomic_store_n(&task->affinity_moved, 1, __ATOMIC_RELAXED);
		sched_ask(task->cpu);
	} else {
		__atomic_store_n(&task->affinity_moved, task->migrate_disabled != 0,
				 __ATOMIC_RELAXED);
	}
	if (task->queue && !task_may_run(task, task->queue)) {
		sched_dequeue(task);
		sched_enqueue(task);
	}
}

void task_set_allowed(struct task *task, unsigned int allowed)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	task->allowed = allowed;
	allowed_changed(task);
	spin_unlock_irq(&sched_lock, flags);
	if (task_is_asked(current_task()))
		preempt_now();
}

static void leave_unplugged(struct task *task, void *argument)
{
	if (task->cpu == argument && task != task->cpu->idle)
		allowed_changed(task);
}

void cpu_unplug(unsigned int number)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	cpus_open &= ~(1u << number);
	task_each(leave_unplugged, &cpus[number]);
	spin_unlock_irq(&sched_lock, flags);
	if (task_is_asked(current_task()))
		preempt_now();
}

/* What cpu_is_empty() looks for. */
struct resident {
	const struct cpu *cpu;
	bool found;
};

static void resident_find(struct task *task, void *argument)
{
	struct resident *resident = argument;

	if (task->cpu != resident->cpu || task == task->cpu->idle)
		return;
	/* A task that runs changes its pins as it likes: they must not be read even in vain. */
	if (task->running || task->queue ||
	    __atomic_load_n(&task->migrate_disabled, __ATOMIC_RELAXED))
		resident->found = true;
}

bool cpu_is_empty(unsigned int number)
{
	struct resident resident = { &cpus[number], false };
	unsigned long flags = spin_lock_irq(&sched_lock);

	task_each(resident_find, &resident);
	spin_unlock_irq(&sched_lock, flags);
	return !resident.found;
}

void cpu_plug(unsigned int number)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	cpus_open |= 1u << number;
	spin_unlock_irq(&sched_lock, flags);
}

void migrate_now(void)
{
	struct task *task = current_task();
	unsigned long flags;

	/* Not now, but when the handler ends or preemption is enabled. */
	if (task->interrupt_depth || task->preempt_disabled) {
		task_ask(task);
		return;
	}
	flags = spin_lock_irq(&sched_lock);
	__atomic_store_n(&task->affinity_moved, 0, __ATOMIC_RELAXED);
	if (task_may_run(task, task->cpu))
		spinlock_release(&sched_lock);
	else
		sched_switch(false);
	irq_restore(flags);
}
