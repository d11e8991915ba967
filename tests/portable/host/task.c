/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks on CPUs that take turns: when a task yields, each other CPU runs up to its next
 * yield, then this CPU continues with its next task. So the mappings of all CPUs are in
 * their windows at the same time.
 */
#include <string.h>

#include <kmap/kmap.h>

#define STACK_SIZE 65536

struct kmap_window windows[KMAP_WINDOW_TASK ? TASKS : CPUS];
struct task tasks[TASKS];
struct task *running;

static char stacks[TASKS][STACK_SIZE] __attribute__((aligned(16)));
/* The task that runs on a CPU, with its mappings in the window; the last one that did. */
static struct task *on_cpu[KMAP_CPUS_MAX];
static unsigned int last_on_cpu[KMAP_CPUS_MAX];

static struct task *next_of(unsigned int cpu)
{
	for (unsigned int i = 1; i <= TASKS; i++) {
		struct task *task = &tasks[(last_on_cpu[cpu] + i) % TASKS];

		if (task->alive && task->cpu == cpu)
			return task;
	}
	return NULL;
}

static void switch_out(unsigned int cpu)
{
	if (broken != BROKEN_SWITCH && broken != BROKEN_SWITCH_OUT)
		kmap_switch_out(&running->kmap);
	on_cpu[cpu] = NULL;
}

static void switch_in(void)
{
	on_cpu[running->cpu] = running;
	last_on_cpu[running->cpu] = (unsigned int)(running - tasks);
	if (broken != BROKEN_SWITCH && broken != BROKEN_SWITCH_IN)
		kmap_switch_in(&running->kmap);
}

/* The task to run after CPU @cpu's turn. */
static struct task *choose(unsigned int cpu)
{
	for (unsigned int i = 1; i <= CPUS; i++) {
		unsigned int other = (cpu + i) % CPUS;
		struct task *task = on_cpu[other] ? on_cpu[other] : next_of(other);

		if (task)
			return task;
	}
	return &tasks[0];
}

/* End the turn of CPU @cpu. */
static void leave(unsigned int cpu)
{
	struct task *prev = running;

	running = choose(cpu);
	if (running->cpu != cpu)
		port_tlb_leave();
	if (on_cpu[running->cpu] != running)
		switch_in();
	if (running != prev)
		swapcontext(&prev->context, &running->context);
}

void port_task_yield(void)
{
	unsigned int cpu = running->cpu;

	if (next_of(cpu) != running)
		switch_out(cpu);
	leave(cpu);
}

void port_task_move(unsigned int cpu)
{
	unsigned int from = running->cpu;

	if (running->pins || cpu == from)
		return;
	switch_out(from);
	running->cpu = cpu;
	leave(from);
}

static void task_main(void)
{
	running->function(running->argument);
	if (broken != BROKEN_EXIT)
		kmap_exit();
	running->alive = false;
	port_task_yield();
}

bool port_task_start(void (*function)(void *), void *argument, unsigned int cpu)
{
	unsigned int number = 1;
	struct task *task;

	while (number < TASKS && tasks[number].alive)
		number++;
	if (number == TASKS || cpu >= CPUS)
		return false;
	task = &tasks[number];
	/* Garbage, as in memory that was used before; small, because a test may count it down. */
	memset(&task->kmap, 0x05, sizeof(task->kmap));
	if (broken == BROKEN_CTRL_COPY)
		task->kmap = running->kmap;
	else if (broken != BROKEN_CTRL_INIT)
		kmap_ctrl_init(&task->kmap);
	task->cpu = cpu;
	task->pins = task->interrupt_depth = 0;
	task->function = function;
	task->argument = argument;
	getcontext(&task->context);
	task->context.uc_stack.ss_sp = stacks[number];
	task->context.uc_stack.ss_size = STACK_SIZE;
	makecontext(&task->context, task_main, 0);
	task->alive = true;
	return true;
}

void port_task_wait(void)
{
	for (unsigned int number = 1; number < TASKS; number++)
		while (tasks[number].alive)
			port_task_yield();
}

void port_interrupt(void (*handler)(void))
{
	struct kmap_irq_state held = kmap_irq_enter();

	running->interrupt_depth++;
	handler();
	if (broken != BROKEN_IRQ)
		kmap_irq_exit(held);
	running->interrupt_depth--;
}

/* Those of the CPUs on each CPU, where they may be private. */
static void windows_init(void)
{
	unsigned int count = broken == BROKEN_WINDOW_INIT ? 1 : KMAP_WINDOW_TASK ? TASKS : CPUS;

	for (unsigned int number = 0; number < count; number++) {
		running->cpu = number % CPUS;
		kmap_window_init(&windows[number], number);
	}
	running->cpu = 0;
}

void port_tasks_init(void)
{
	running = on_cpu[0] = &tasks[0];
	running->alive = true;
	windows_init();
	kmap_ctrl_init(&running->kmap);
}
