/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs, switches and interrupts.
 */
#include "sched.h"

#include <string.h>

#include <kmap/kmap.h>

#include "machine.h"
#include "oracle.h"
#include "trace.h"

static struct sim_task *idle_task(const struct sim_cpu *cpu)
{
	return &sim.task[SIM_TASKS + cpu->number];
}

bool sim_is_over(void)
{
	for (unsigned int number = 0; number < sim_param.tasks; number++)
		if (sim.task[number].state != SIM_DONE)
			return false;
	return true;
}

bool sim_preemptible(void)
{
	const struct sim_cpu *cpu = sim_this_cpu();

	return !cpu->irq_depth && !cpu->switching && !cpu->current->preempt;
}

static bool interrupts_are_on(void)
{
	return !sim_this_cpu()->switching || sim_param.order == SIM_CURRENT_BETWEEN;
}

/* Whether a task may run on this CPU: any unless it is pinned; idle tasks never move. */
static bool can_come(const struct sim_task *task)
{
	if (sim_is_idle(task))
		return task == idle_task(sim_this_cpu()) && task != sim_current();
	return task->state == SIM_READY && (!task->pins || task->cpu == sim.executing);
}

bool sim_may_happen(struct sim_event event)
{
	switch (event.kind) {
	case SIM_CONTINUE:
		return !sim_this_cpu()->must_switch;
	case SIM_INTERRUPT:
		return sim.irqs_left && interrupts_are_on() &&
		       sim_this_cpu()->irq_depth < sim_param.irq_depth &&
		       !sim_this_cpu()->must_switch;
	case SIM_SWITCH:
		return sim_preemptible() && can_come(&sim.task[event.argument]);
	case SIM_RUN_CPU:
		return event.argument != sim.executing && event.argument < sim_param.cpus;
	default:
		return false;
	}
}

unsigned int sim_events(struct sim_event *events)
{
	unsigned int count = 0;
	struct sim_event event = { SIM_CONTINUE, 0 };

	if (sim_may_happen(event))
		events[count++] = event;
	event.kind = SIM_INTERRUPT;
	if (sim_may_happen(event))
		events[count++] = event;
	event.kind = SIM_SWITCH;
	for (event.argument = 0; event.argument < SIM_TASKS + KMAP_CPUS_MAX; event.argument++)
		if (sim_may_happen(event))
			events[count++] = event;
	event.kind = SIM_RUN_CPU;
	for (event.argument = 0; event.argument < KMAP_CPUS_MAX; event.argument++)
		if (sim_may_happen(event))
			events[count++] = event;
	return count;
}

static void current_becomes(struct sim_task *next)
{
	struct sim_cpu *cpu = sim_this_cpu();

	cpu->current = next;
	if (next->cpu != cpu->number && next->pins)
		sim_fail("task %u moves with %u pins", next->number, next->pins);
	next->cpu = cpu->number;
}

/* The two halves; the current task changes before, between or after them. */
static void switch_mappings(struct sim_task *prev, struct sim_task *next)
{
	if (sim_param.order == SIM_CURRENT_FIRST)
		current_becomes(next);
	sim_step("switch out");
	kmap_switch_out(&prev->kmap);
	if (sim_param.order == SIM_CURRENT_BETWEEN)
		current_becomes(next);
	sim_step("switch in");
	kmap_switch_in(&next->kmap);
	if (sim_param.order == SIM_CURRENT_LAST)
		current_becomes(next);
	sim_step("switched");
}

/* Set the state of the current task, and switch to @next. Returns when the task runs again. */
static void switch_to(struct sim_task *next, enum sim_state state)
{
	struct sim_cpu *cpu = sim_this_cpu();
	struct sim_task *prev = cpu->current;

	sim_trace("switch to task %u", next->number);
	cpu->leaving = prev;
	cpu->coming = next;
	cpu->switching = true;
	cpu->must_switch = false;
	cpu->history = 0;
	cpu->invalidations = 0;
	next->state = SIM_RUNNING;
	switch_mappings(prev, next);
	oracle_check_switch(prev);
	cpu->switching = false;
	cpu->leaving = cpu->coming = NULL;
	cpu->history = 0;
	prev->state = state;
	sim_fibre_swap(&next->fibre);
}

static void interrupt(unsigned int argument)
{
	struct sim_cpu *cpu = sim_this_cpu();
	struct kmap_irq_state held;

	sim_trace("interrupt");
	sim.irqs_left--;
	cpu->irq_depth++;
	sim_this_context()->history = 0;
	held = kmap_irq_enter();
	sim_driver->interrupt(argument);
	if (sim_this_context()->holds)
		sim_fail("the handler did not give all back");
	kmap_irq_exit(held);
	sim_this_context()->history = 0;
	cpu->irq_depth--;
	sim_trace("end of interrupt");
}

static void run_cpu(unsigned int number)
{
	sim_trace("CPU %u executes", number);
	/* In a switch the running fibre may not be that of the current task. */
	sim_this_cpu()->fibre = sim_fibre_running();
	sim.executing = number;
	sim_fibre_swap(sim_this_cpu()->fibre);
}

void sim_happen(struct sim_event event)
{
	if (event.kind == SIM_INTERRUPT)
		interrupt(event.argument);
	else if (event.kind == SIM_SWITCH)
		switch_to(&sim.task[event.argument], SIM_READY);
	else if (event.kind == SIM_RUN_CPU)
		run_cpu(event.argument);
}

struct sim_task *sim_ready_task(unsigned int from)
{
	for (unsigned int i = 0; i < sim_param.tasks; i++) {
		struct sim_task *task = &sim.task[(from + i) % sim_param.tasks];

		if (can_come(task))
			return task;
	}
	return NULL;
}

/* Switch to the idle task, which chooses the next one. */
static void leave(enum sim_state state)
{
	if (!sim_preemptible())
		sim_fail("the task leaves its CPU where it must not");
	switch_to(idle_task(sim_this_cpu()), state);
}

void sim_sleep(void)
{
	leave(SIM_SLEEPING);
}

void sim_run_another_cpu(void)
{
	if (sim_param.cpus < 2)
		sim_fail("the only CPU waits for another");
	run_cpu((sim.executing + 1) % sim_param.cpus);
}

void sim_pin(void)
{
	sim_step("pin");
	if (sim_param.window == SIM_WINDOW_PER_CPU)
		sim_current()->pins++;
}

void sim_unpin(void)
{
	sim_step("unpin");
	if (sim_param.window == SIM_WINDOW_PRIVATE)
		return;
	if (!sim_current()->pins)
		sim_fail("a pin is given back that was not taken");
	sim_current()->pins--;
	sim_step("unpinned");
}

void sim_preempt_disable(void)
{
	sim_step("preemption off");
	sim_current()->preempt++;
}

void sim_preempt_enable(void)
{
	if (!sim_current()->preempt)
		sim_fail("preemption is on already");
	sim_current()->preempt--;
	sim_step("preemption on");
}

static void task_main(void)
{
	sim_driver->program();
	oracle_check_rest();
	kmap_exit();
	sim_trace("ends");
	leave(SIM_DONE);
	sim_fail("a task runs that has ended");
}

static void idle_main(void)
{
	for (;;)
		sim_driver->rest();
}

static void make_task(unsigned int number, unsigned int operations)
{
	struct sim_task *task = &sim.task[number];
	struct sim_fibre fibre = task->fibre;

	memset(task, 0, sizeof(*task));
	task->number = number;
	task->left = operations;
	task->fibre = fibre;
	kmap_ctrl_init(&task->kmap);
	sim_fibre_make(&task->fibre, number < SIM_TASKS ? task_main : idle_main);
}

static void make_cpu(unsigned int number)
{
	struct sim_cpu *cpu = &sim.cpu[number];

	sim.executing = number;
	cpu->number = number;
	cpu->current = idle_task(cpu);
	cpu->current->state = SIM_RUNNING;
	cpu->current->cpu = cpu->number;
	cpu->fibre = &cpu->current->fibre;
	/* With one window for all CPUs, each has the address of the first; a core that knows, knows. */
	kmap_window_init(&cpu->kmap, sim_param.window == SIM_WINDOW_PRIVATE && !KMAP_WINDOW_PRIVATE
					     ? 0
					     : cpu->number);
}

void sim_start(unsigned int operations)
{
	const struct sim_driver *driver = sim_driver;

	sim_driver = NULL;
	sim.persistent_locked = false;
	sim.irqs_left = UINT32_MAX;
	sim_machine_reset();
	for (unsigned int number = 0; number < SIM_TASKS + KMAP_CPUS_MAX; number++)
		make_task(number, operations);
	for (unsigned int number = 0; number < sim_param.cpus; number++)
		make_cpu(number);
	kmap_persistent_init();
	sim.executing = 0;
	sim.steps = sim.operations = sim.flushes = 0;
	sim_driver = driver;
}
