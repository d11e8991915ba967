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
	const struct sim_cpu *cpu = sim_this_cpu();

	if (cpu->offline || (KMAP_WINDOW_TASK && cpu->arriving))
		return false;
	return !cpu->switching || sim_param.order == SIM_CURRENT_BETWEEN;
}

/* Whether a task may run on this CPU: any unless it is pinned; idle tasks never move. */
static bool can_come(const struct sim_task *task)
{
	if (sim_is_idle(task))
		return task == idle_task(sim_this_cpu()) && task != sim_current();
	if (sim_this_cpu()->offline)
		return false;
	if (task->state == SIM_NEW)
		return task->window != SIM_NO_WINDOW;
	return task->state == SIM_READY && (!task->pins || task->cpu == sim.executing);
}

/* Whether the executing CPU may go away. Who is pinned to a CPU keeps it. */
static bool may_unplug(void)
{
	bool another = false;

	for (unsigned int number = 0; number < sim_param.cpus; number++)
		another |= number != sim.executing && !sim.cpu[number].offline;
	return another && sim.unplugs_left && sim_preemptible() && !sim_this_cpu()->offline &&
	       sim_param.window != SIM_WINDOW_PER_CPU;
}

/* Inlined for each kind by itself: the search spends its time here. */
static inline __attribute__((always_inline)) bool may_happen(struct sim_event event)
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
	case SIM_UNPLUG:
		return may_unplug();
	case SIM_PLUG:
		return event.argument / 2 < sim_param.cpus && sim.cpu[event.argument / 2].offline &&
		       !sim.cpu[event.argument / 2].switching;
	default:
		return false;
	}
}

bool sim_may_happen(struct sim_event event)
{
	return may_happen(event);
}

/* Put the possible events of a kind, with arguments below a limit, behind others. */
static inline __attribute__((always_inline)) struct sim_event *add_events(struct sim_event *end,
									  enum sim_event_kind kind,
									  unsigned int arguments)
{
	struct sim_event event = { .kind = kind };

	for (; event.argument < arguments; event.argument++)
		if (may_happen(event))
			*end++ = event;
	return end;
}

unsigned int sim_events(struct sim_event *events)
{
	struct sim_event *end = events;

	end = add_events(end, SIM_CONTINUE, 1);
	end = add_events(end, SIM_INTERRUPT, 1);
	if (sim_preemptible())
		end = add_events(end, SIM_SWITCH, SIM_TASKS + KMAP_CPUS_MAX);
	end = add_events(end, SIM_RUN_CPU, sim_param.cpus);
	end = add_events(end, SIM_UNPLUG, 1);
	end = add_events(end, SIM_PLUG, 2 * sim_param.cpus);
	return (unsigned int)(end - events);
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
	struct sim_cpu *cpu = sim_this_cpu();

	cpu->arriving = sim_param.order == SIM_CURRENT_FIRST;
	if (sim_param.order == SIM_CURRENT_FIRST)
		current_becomes(next);
	sim_step("switch out");
	kmap_switch_out(&prev->kmap);
	cpu->arriving = sim_param.order != SIM_CURRENT_LAST;
	if (sim_param.order == SIM_CURRENT_BETWEEN)
		current_becomes(next);
	sim_step("switch in");
	kmap_switch_in(&next->kmap);
	cpu->arriving = false;
	if (sim_param.order == SIM_CURRENT_LAST)
		current_becomes(next);
	sim_step("switched");
}

/* The window of a task that has left its CPU for the last time goes to a new one. */
static void pass_on(unsigned int window)
{
	for (unsigned int number = 0; number < sim_param.tasks; number++) {
		struct sim_task *task = &sim.task[number];

		if (task->state != SIM_NEW || task->window != SIM_NO_WINDOW)
			continue;
		sim_trace("task %u gets window %u", number, window);
		task->window = window;
		return;
	}
}

/* Set the state of the current task, and switch to @next. Returns when the task runs again. */
static void switch_to(struct sim_task *next, enum sim_state state)
{
	struct sim_cpu *cpu = sim_this_cpu();
	struct sim_task *prev = cpu->current;
	unsigned int most = oracle_switch_most(prev, next);

	sim_trace("switch to task %u", next->number);
	cpu->leaving = prev;
	cpu->coming = next;
	cpu->switching = true;
	cpu->must_switch = false;
	cpu->history = 0;
	cpu->invalidations = 0;
	if (next->state == SIM_NEW)
		kmap_ctrl_init(&next->kmap);
	next->state = SIM_RUNNING;
	switch_mappings(prev, next);
	oracle_check_switch(most);
	cpu->switching = false;
	cpu->leaving = cpu->coming = NULL;
	cpu->history = 0;
	prev->state = state;
	if (state == SIM_DONE)
		pass_on(prev->window);
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

/* The executing CPU goes away. Its task is switched out, to go on elsewhere. */
static void unplug(void)
{
	struct sim_cpu *cpu = sim_this_cpu();

	sim_trace("CPU %u goes away", cpu->number);
	sim.unplugs_left--;
	cpu->offline = true;
	if (!sim_is_idle(cpu->current))
		switch_to(idle_task(cpu), SIM_READY);
}

/* The CPU @number comes back. If it has a window, it sets that up, as at boot. */
static void plug(unsigned int number, bool empty)
{
	const struct sim_driver *driver = sim_driver;
	unsigned int executing = sim.executing;

	sim_trace("CPU %u comes back, its TLB %s", number, empty ? "empty" : "as it was");
	sim.cpu[number].offline = false;
	sim_tlb_returns(&sim.cpu[number], empty);
	if (KMAP_WINDOW_TASK)
		return;
	sim_driver = NULL;
	sim.executing = number;
	kmap_window_init(&sim.window[number].kmap, sim.window[number].kmap.number);
	sim.executing = executing;
	sim_driver = driver;
}

void sim_happen(struct sim_event event)
{
	if (event.kind == SIM_INTERRUPT)
		interrupt(event.argument);
	else if (event.kind == SIM_SWITCH)
		switch_to(&sim.task[event.argument], SIM_READY);
	else if (event.kind == SIM_RUN_CPU)
		run_cpu(event.argument);
	else if (event.kind == SIM_UNPLUG)
		unplug();
	else if (event.kind == SIM_PLUG)
		plug(event.argument / 2, event.argument % 2);
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
	if (sim_param.window != SIM_WINDOW_PER_CPU)
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
	if (!sim_current()->leaks)
		oracle_check_rest();
	kmap_exit();
	if (sim_current()->leaks)
		sim_fail("a task ends with mappings, and nobody says so");
	oracle_check_rest();
	sim_trace("ends");
	leave(SIM_DONE);
	sim_fail("a task runs that has ended");
}

static void idle_main(void)
{
	for (;;)
		sim_driver->rest();
}

/* Where windows are the tasks': the first tasks have one, and each idle task has. */
static unsigned int first_window(const struct sim_task *task)
{
	if (sim_is_idle(task))
		return SIM_WINDOWS - KMAP_CPUS_MAX + task->number - SIM_TASKS;
	return sim_param.windows && task->number >= sim_param.windows ? SIM_NO_WINDOW
								      : task->number;
}

static void make_task(unsigned int number, unsigned int operations)
{
	struct sim_task *task = &sim.task[number];
	struct sim_fibre fibre = task->fibre;

	memset(task, 0, sizeof(*task));
	task->number = number;
	task->left = operations;
	task->fibre = fibre;
	sim_fibre_make(&task->fibre, number < SIM_TASKS ? task_main : idle_main);
	if (KMAP_WINDOW_TASK) {
		task->cpu = SIM_NOWHERE;
		task->window = first_window(task);
		task->state = SIM_NEW;
	}
	if (!KMAP_WINDOW_TASK || sim_is_idle(task))
		kmap_ctrl_init(&task->kmap);
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
	if (!KMAP_WINDOW_TASK)
		kmap_window_init(&sim.window[number].kmap,
				 sim_param.window == SIM_WINDOW_PRIVATE && !KMAP_WINDOW_PRIVATE
					 ? 0
					 : number);
}

/* The windows of the tasks, before the tasks. */
static void make_windows(void)
{
	sim.executing = 0;
	sim_this_cpu()->current = idle_task(sim_this_cpu());
	for (unsigned int number = 0; KMAP_WINDOW_TASK && number < SIM_WINDOWS; number++)
		kmap_window_init(&sim.window[number].kmap, number);
}

/* Each CPU begins with its idle task, which arrives there as any other. */
static void arrive_idle(void)
{
	for (unsigned int number = 0; number < sim_param.cpus; number++) {
		sim.executing = number;
		kmap_switch_in(&sim_current()->kmap);
	}
}

void sim_start(unsigned int operations)
{
	const struct sim_driver *driver = sim_driver;

	sim_driver = NULL;
	sim.persistent_locked = false;
	sim.irqs_left = UINT32_MAX;
	sim.unplugs_left = sim_param.unplugs;
	sim_machine_reset();
	make_windows();
	for (unsigned int number = 0; number < SIM_TASKS + KMAP_CPUS_MAX; number++)
		make_task(number, operations);
	for (unsigned int number = 0; number < sim_param.cpus; number++)
		make_cpu(number);
	arrive_idle();
	kmap_persistent_init();
	sim.executing = 0;
	sim.steps = sim.operations = sim.flushes = 0;
	sim_driver = driver;
}
