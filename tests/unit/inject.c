/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupts, preemption, migration and work on another CPU, to be injected at any step.
 */
#include "inject.h"
#include "unit.h"

/* Pages of a mapping of several. */
#define RANGE (KMAP_SLOTS < 3 ? KMAP_SLOTS : 3)

/* Check what the current task holds, except in the middle of a switch. */
static void verify(void)
{
	if (!fake_this_cpu()->switching)
		model_verify();
}

static bool running(const struct fake_task *task)
{
	return fake_cpus[task->cpu].current == task;
}

/* A task that the executing CPU could run instead of the current one, or NULL. */
static struct fake_task *waiting_task(void)
{
	for (unsigned int number = FAKE_TASKS - 2; number < FAKE_TASKS; number++) {
		struct fake_task *task = &fake_tasks[number];

		if (!running(task) && (task->cpu == fake_cpu_number || !task->pins))
			return task;
	}
	return NULL;
}

static void take_interrupt(unsigned int count)
{
	verify();
	model_interrupt(count);
	verify();
}

void inject_interrupt(void)
{
	take_interrupt(1);
}

void inject_interrupt_full(void)
{
	take_interrupt(KMAP_SLOTS);
}

void inject_interrupt_range(void)
{
	verify();
	model_interrupt_range();
	verify();
}

/* Run @work in another task; then continue the interrupted task on its CPU. */
static void preempt(void (*work)(void))
{
	struct fake_task *task = fake_current();
	struct fake_task *next = waiting_task();
	unsigned int cpu = fake_cpu_number;

	if (!fake_preemptible() || !next)
		return;
	verify();
	model_switch(next);
	work();
	/* The other task may have been moved to another CPU meanwhile. */
	fake_execute_on(cpu);
	model_switch(task);
}

static void work_full(void)
{
	unsigned int before = model_current()->count;

	while (model_free())
		model_map();
	model_verify();
	while (model_current()->count > before)
		model_unmap(before, 0);
}

void inject_preempt(void)
{
	preempt(work_full);
}

static void work_keep(void)
{
	while (model_current()->count > 3)
		model_unmap(0, 0);
	while (model_current()->count < 3 && model_free())
		model_map();
	if (model_current()->count > 1)
		model_unmap(0, 0);
	if (model_room() > 1)
		model_map_range(2);
	model_verify();
}

void inject_preempt_keep(void)
{
	preempt(work_keep);
}

void inject_interrupt_preempt(void)
{
	inject_interrupt();
	inject_preempt();
}

/* Switch this CPU to a waiting task, and the other CPU to the current task. */
void inject_migrate(void)
{
	struct fake_task *task = fake_current();
	struct fake_task *next = waiting_task();
	unsigned int target = fake_cpu_number ? 0 : FAKE_OTHER_CPU;

	if (!fake_preemptible() || !next || task->pins || target == fake_cpu_number)
		return;
	if (fake_cpus[target].switching || fake_cpus[target].irq_depth)
		return;
	model_switch(next);
	fake_execute_on(target);
	model_switch(task);
}

void inject_neighbour(void)
{
	unsigned int cpu = fake_cpu_number;
	unsigned int target = cpu ? 0 : FAKE_OTHER_CPU;

	if (target == cpu)
		return;
	fake_execute_on(target);
	model_interrupt(2);
	fake_execute_on(cpu);
	verify();
}

const inject_action inject_actions[INJECT_ACTIONS] = {
	inject_interrupt,    inject_interrupt_full,    inject_interrupt_range, inject_preempt,
	inject_preempt_keep, inject_interrupt_preempt, inject_neighbour,       inject_migrate,
};

static void operate_map(void)
{
	model_map();
}

static void operate_unmap_oldest(void)
{
	model_unmap(0, 1);
}

static void operate_unmap_newest(void)
{
	model_unmap(model_current()->count - 1, 0);
}

static void operate_map_range(void)
{
	model_map_range(RANGE);
}

static void operate_unmap_range(void)
{
	model_unmap(model_current()->count - 1, (RANGE - 1) * KMAP_PAGE_SIZE);
}

static void operate_unmap_together(void)
{
	model_unmap_together(model_current()->count);
}

/* All but the newest, so that something stays mapped. */
static void operate_unmap_older(void)
{
	model_unmap_together(model_current()->count - 1);
}

static void operate_switch(void)
{
	model_switch(&fake_tasks[2]);
	model_switch(&fake_tasks[0]);
}

const struct inject_case inject_map_cases[] = {
	{ "map the first", 0, 1, 1, 0, operate_map },
	{ "map one more", 2, 1, 0, 0, operate_map },
	{ "map the last", KMAP_SLOTS, 1, KMAP_SLOTS, 0, operate_map },
	{ "unmap the only one", 1, 0, 0, 0, operate_unmap_oldest },
	{ "unmap the oldest", 3, 0, 2, 0, operate_unmap_oldest },
	{ "unmap the newest", 3, 0, 0, 0, operate_unmap_newest },
	{ "unmap one of all", KMAP_SLOTS, 0, 1, 0, operate_unmap_oldest },
	{ .name = NULL },
};

const struct inject_case inject_range_cases[] = {
	{ "map several", 0, RANGE, 1, 0, operate_map_range },
	{ "map several beside one", 2, RANGE, 0, 0, operate_map_range },
	{ "map the last several", KMAP_SLOTS, RANGE, KMAP_SLOTS, 0, operate_map_range },
	{ "unmap several", 0, 0, 1, RANGE, operate_unmap_range },
	{ "unmap several of all", KMAP_SLOTS, 0, 2, RANGE, operate_unmap_range },
	{ "map one beside several", 0, KMAP_SLOTS > RANGE, 0, RANGE,
	  KMAP_SLOTS > RANGE ? operate_map : operate_unmap_newest },
	{ "unmap the oldest beside several", 2, 0, 0, RANGE, operate_unmap_oldest },
	{ .name = NULL },
};

const struct inject_case inject_together_cases[] = {
	{ "unmap one by the call for many", 1, 0, 1, 0, operate_unmap_together },
	{ "unmap three", 3, 0, 2, 0, operate_unmap_together },
	{ "unmap three of four", 4, 0, 0, 0, operate_unmap_older },
	{ "unmap all", KMAP_SLOTS, 0, KMAP_SLOTS, 0, operate_unmap_together },
	{ "unmap few and several", 2, 0, 1, RANGE, operate_unmap_together },
	{ .name = NULL },
};

const struct inject_case inject_switch_cases[] = {
	{ "nothing held", 0, 0, 0, 0, operate_switch },
	{ "one leaves", 1, 0, 0, 0, operate_switch },
	{ "one comes", 0, 0, 1, 0, operate_switch },
	{ "few for few", 2, 0, 3, 0, operate_switch },
	{ "all for one", KMAP_SLOTS, 0, 1, 0, operate_switch },
	{ "several for few", 1, 0, 2, RANGE, operate_switch },
	{ .name = NULL },
};

static unsigned int at_most(unsigned int count, unsigned int limit)
{
	return count < limit ? count : limit;
}

static void prepare(const struct inject_case *inject)
{
	model_hold(at_most(inject->held, KMAP_SLOTS - inject->spare - inject->range));
	/* Leave a hole among the slots, so that the mask is not contiguous. */
	if (inject->held > 1 && model_current()->count > 1 && inject->spare)
		model_unmap(0, 0);
	if (inject->range)
		model_map_range(inject->range);
	model_switch(&fake_tasks[2]);
	model_hold(at_most(inject->other, KMAP_SLOTS));
	model_switch(&fake_tasks[0]);
	model_check();
}

/* Unmap everything that the tasks hold, on their CPUs. */
static void finish(void)
{
	model_check();
	model_finish();
	fake_execute_on(fake_cpu_number ? 0 : FAKE_OTHER_CPU);
	model_check();
	model_finish();
	if (fake_valid_ptes())
		fake_fail("a valid PTE is left");
}

void inject_run(const struct inject_case *inject, struct fake_plan *plan, bool speculative)
{
	/* No reset needed: finish() checked that the last run left everything clean. */
	fake_host_place();
	fake_speculative = speculative;
	prepare(inject);
	fake_arm(plan);
	inject->operate();
	fake_disarm();
	finish();
	if (fake_report_count)
		fake_fail("%s: %s", inject->name, kmap_bug_text(fake_reports[0].bug));
}

void inject_at_every_step(const struct inject_case *inject, inject_action action, bool speculative)
{
	struct fake_plan plan = { .action = action, .fired = true };

	for (plan.at = 0; plan.fired; plan.at++)
		inject_run(inject, &plan, speculative);
}
