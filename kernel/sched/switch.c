/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The choice of the next task, and the switch to it.
 *
 * The lock is held across the switch and released by the next task, so no CPU can
 * run a queued task while this CPU is still on that task's stack.
 */
#include <kmap/kmap.h>

#include "flush.h"
#include "private.h"
#include "trace.h"

struct spinlock sched_lock;
struct cpu cpus[KMAP_CPUS_MAX];
unsigned int cpus_online;
unsigned int cpus_open;

void sched_ask(struct cpu *cpu)
{
	task_ask(cpu->current);
	if (cpu != this_cpu())
		machine_ipi_reschedule(cpu->number);
}

void sched_queue_on(struct task *task, struct cpu *cpu)
{
	task->queue = cpu;
	list_insert(&cpu->ready[task->priority], &task->run);
	cpu->ready_count++;
}

void sched_enqueue(struct task *task)
{
	struct cpu *cpu = affinity_choose(task);

	sched_queue_on(task, cpu);
	if (task->priority > cpu->current->priority)
		sched_ask(cpu);
}

void sched_dequeue(struct task *task)
{
	list_remove(&task->run);
	task->queue->ready_count--;
	task->queue = NULL;
}

void sched_wake(struct task *task)
{
	if (task->state != TASK_BLOCKED)
		return;
	task->state = TASK_READY;
	if (!task->queue && !task->running)
		sched_enqueue(task);
}

/* The first task of the highest priority queued here, else one of another CPU, else idle. */
static struct task *pick(struct cpu *cpu)
{
	struct task *stolen;

	for (int priority = PRIORITIES - 1; priority >= 0; priority--)
		if (!list_empty(&cpu->ready[priority]))
			return container_of(cpu->ready[priority].next, struct task, run);
	stolen = affinity_steal(cpu, 0);
	return stolen ? stolen : cpu->idle;
}

/* After the switch, on the stack of the new task. */
void sched_switched(void)
{
	struct cpu *cpu = this_cpu();
	uint32_t restores = trace_restores();

	kmap_switch_in(&current_task()->kmap);
	trace_switched(trace_restores() - restores);
	if (cpu->leaving->state == TASK_DEAD)
		task_reap(cpu->leaving);
	spinlock_release(&sched_lock);
}

/* Before @task runs on @cpu for the first time, or again. */
static void migration_count(struct task *task, const struct cpu *cpu)
{
	if (task->cpu == cpu)
		return;
	if (task->cpu)
		trace_migrated(task, task->cpu);
	task->migrations++;
	task->migrated_while_mapped += task->kmap.used != 0;
}

static void switch_between(struct cpu *cpu, struct task *prev, struct task *next)
{
	prev->running = false;
	next->running = true;
	migration_count(next, cpu);
	next->cpu = cpu;
	next->switches++;
	cpu->current = next;
	cpu->leaving = prev;
	kmap_switch_out(&prev->kmap);
	machine_context_switch(&prev->context, &next->context, next);
	sched_switched();
}

/* Interrupts off, lock held; returns with interrupts off and without the lock. */
void sched_switch(bool preempted)
{
	struct task *prev = current_task();
	struct cpu *cpu = prev->cpu;
	struct task *next;

	__atomic_store_n(&prev->reschedule, 0, __ATOMIC_RELAXED);
	prev->running = false;
	/* A task preempted between wait_prepare() and wait_sleep() is blocked, but must run on. */
	if (prev != cpu->idle && (preempted || prev->state == TASK_READY))
		sched_enqueue(prev);
	next = pick(cpu);
	if (next != cpu->idle)
		sched_dequeue(next);
	if (next == prev) {
		prev->running = true;
		spinlock_release(&sched_lock);
		return;
	}
	if (preempted && prev->kmap.used)
		cpu->preempted_while_mapped++;
	switch_between(cpu, prev, next);
}

static void switch_now(bool preempted)
{
	unsigned long flags = spin_lock_irq(&sched_lock);

	sched_switch(preempted);
	irq_restore(flags);
}

void preempt_now(void)
{
	struct task *task = current_task();

	if (!task->interrupt_depth && !task->preempt_disabled)
		switch_now(true);
}

void task_yield(void)
{
	switch_now(false);
}

void sched_interrupt_exit(void)
{
	struct task *task = current_task();

	if (!task_is_asked(task) || task->preempt_disabled)
		return;
	spinlock_acquire(&sched_lock);
	sched_switch(true);
}

void sched_cpu_init(struct cpu *cpu, struct task *idle)
{
	cpu->number = idle->id;
	cpu->idle = idle;
	cpu->current = idle;
	for (unsigned int i = 0; i < PRIORITIES; i++)
		list_init(&cpu->ready[i]);
	list_init(&cpu->sleepers);
	cpu->tick_ns = machine_now_ns() + TICK_NS;
}

void sched_idle(void)
{
	struct cpu *cpu = this_cpu();
	unsigned long flags = spin_lock_irq(&sched_lock);

	(void)flags;
	window_cpu_init(cpu);
	cpus_open |= 1u << cpu->number;
	__atomic_store_n(&cpu->online, true, __ATOMIC_RELAXED);
	__atomic_fetch_add(&cpus_online, 1, __ATOMIC_RELEASE);
	flush_cpu_online();
	sleep_timer_set(cpu);
	for (;;) {
		sched_switch(false);
		machine_idle();
		irq_disable();
		spinlock_acquire(&sched_lock);
	}
}
