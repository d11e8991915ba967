/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waiting for an event or for a time.
 */
#include <kmap/kmap.h>

#include "private.h"

/* Ticks between two attempts of a CPU to steal a task from a busier one. */
#define BALANCE_TICKS 4
/* A CPU takes a task from one that has more than so many more. One that goes with its mappings goes easily. */
#define BALANCE_MARGIN KMAP_WINDOW_CPU

void wait_queue_init(struct wait_queue *queue)
{
	list_init(&queue->waiters);
}

void wait_prepare(struct wait_queue *queue)
{
	struct task *task = current_task();
	unsigned long flags = spin_lock_irq(&sched_lock);

	task->state = TASK_BLOCKED;
	list_remove(&task->wait);
	list_insert(&queue->waiters, &task->wait);
	spin_unlock_irq(&sched_lock, flags);
}

void wait_sleep(void)
{
	wait_sleep_interruptible(false);
}

bool wait_sleep_interruptible(bool interruptible)
{
	struct task *task = current_task();
	unsigned long flags;

	kmap_might_sleep();
	flags = spin_lock_irq(&sched_lock);
	task->interruptible = interruptible;
	if (task->state == TASK_BLOCKED && !(interruptible && task->interrupted))
		sched_switch(false);
	else
		spinlock_release(&sched_lock);
	task->interruptible = false;
	irq_restore(flags);
	return interruptible && __atomic_exchange_n(&task->interrupted, 0, __ATOMIC_RELAXED);
}

void task_interrupt(struct task *task)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	__atomic_store_n(&task->interrupted, 1, __ATOMIC_RELAXED);
	if (task->interruptible)
		sched_wake(task);
	spin_unlock_irq(&sched_lock, flags);
	if (task_is_asked(current_task()))
		preempt_now();
}

void wait_finish(void)
{
	struct task *task = current_task();
	unsigned long flags = spin_lock_irq(&sched_lock);

	task->state = TASK_READY;
	list_remove(&task->wait);
	spin_unlock_irq(&sched_lock, flags);
}

void wait_wake_all(struct wait_queue *queue)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	while (!list_empty(&queue->waiters)) {
		struct task *task = container_of(queue->waiters.next, struct task, wait);

		list_remove(&task->wait);
		sched_wake(task);
	}
	spin_unlock_irq(&sched_lock, flags);
	if (task_is_asked(current_task()))
		preempt_now();
}

void sleep_timer_set(struct cpu *cpu)
{
	uint64_t deadline_ns = cpu->tick_ns;

	if (!list_empty(&cpu->sleepers)) {
		struct task *first = container_of(cpu->sleepers.next, struct task, timer);

		if (first->wake_ns < deadline_ns)
			deadline_ns = first->wake_ns;
	}
	machine_timer_set(deadline_ns);
}

void task_sleep_until(uint64_t deadline_ns)
{
	struct task *task = current_task();
	unsigned long flags;
	struct cpu *cpu;
	struct list *node;

	kmap_might_sleep();
	flags = spin_lock_irq(&sched_lock);
	cpu = task->cpu;
	node = cpu->sleepers.next;
	task->state = TASK_BLOCKED;
	task->wake_ns = deadline_ns;
	while (node != &cpu->sleepers &&
	       container_of(node, struct task, timer)->wake_ns <= deadline_ns)
		node = node->next;
	list_insert(node, &task->timer);
	sleep_timer_set(cpu);
	sched_switch(false);
	irq_restore(flags);
}

static void wake_sleepers(struct cpu *cpu, uint64_t now_ns)
{
	while (!list_empty(&cpu->sleepers)) {
		struct task *task = container_of(cpu->sleepers.next, struct task, timer);

		if (task->wake_ns > now_ns)
			break;
		list_remove(&task->timer);
		sched_wake(task);
	}
}

/* Whether a task of priority @least or higher is in the CPU's run queues. */
static bool anyone_ready(const struct cpu *cpu, enum task_priority least)
{
	for (unsigned int priority = least; priority < PRIORITIES; priority++)
		if (!list_empty(&cpu->ready[priority]))
			return true;
	return false;
}

static void tick(struct cpu *cpu, uint64_t now_ns)
{
	cpu->ticks++;
	cpu->tick_ns += TICK_NS;
	if (cpu->tick_ns <= now_ns)
		cpu->tick_ns = now_ns + TICK_NS;
	if (cpu->ticks % BALANCE_TICKS == 0)
		affinity_steal(cpu, BALANCE_MARGIN);
	/* Tasks of equal priority take turns; a higher one may just have been stolen. */
	if (anyone_ready(cpu, cpu->current->priority))
		task_ask(cpu->current);
}

void sched_timer(void)
{
	struct cpu *cpu = this_cpu();
	uint64_t now_ns = machine_now_ns();

	spinlock_acquire(&sched_lock);
	if (now_ns >= cpu->tick_ns)
		tick(cpu, now_ns);
	wake_sleepers(cpu, now_ns);
	sleep_timer_set(cpu);
	spinlock_release(&sched_lock);
}
