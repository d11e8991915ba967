/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tasks, CPUs, the switch, and recording of reports.
 */
#include <string.h>

#include <kmap/kmap.h>

#include "fake_host.h"
#include "fake_tables.h"

struct fake_task fake_tasks[FAKE_TASKS];
struct fake_cpu fake_cpus[KMAP_CPUS_MAX];
enum fake_switch_order fake_order;
struct kmap_report fake_reports[FAKE_REPORTS];
unsigned int fake_report_count;
uint32_t fake_used_at_report;
unsigned int fake_pins_at_report;
uint64_t fake_now;

/* What lies at the one address where each CPU has its kmap_window, if KMAP_WINDOW is private. */
static struct kmap_window window_here;

#if KMAP_WINDOW_TASK

_Static_assert(KMAP_TASKS_MAX >= FAKE_WINDOW_OF(FAKE_TASKS), "each task has a window");

struct kmap_window *fake_window(unsigned int cpu)
{
	return &fake_cpus[cpu].current->window;
}

bool fake_window_touched(unsigned int slot)
{
	return fake_current()->window.touched >> slot & 1;
}

bool fake_has_arrived(const struct fake_task *task)
{
	return task->kmap.cpu == task->cpu;
}

struct kmap_window *fake_window_nr(unsigned int nr)
{
	return &fake_tasks[nr].window;
}

#else

struct kmap_window *fake_window(unsigned int cpu)
{
	return KMAP_WINDOW_PRIVATE && cpu == fake_cpu_number ? &window_here
							     : &fake_cpus[cpu].window;
}

bool fake_window_touched(unsigned int slot)
{
	(void)slot;
	return true;
}

bool fake_has_arrived(const struct fake_task *task)
{
	(void)task;
	return true;
}

struct kmap_window *fake_window_nr(unsigned int nr)
{
	return fake_window(nr);
}

#endif

unsigned int fake_window_number(void)
{
	return KMAP_WINDOW_TASK ? FAKE_WINDOW_OF(fake_current()->number) : fake_cpu_number;
}

struct kmap_window *fake_ctrl_window(const struct kmap_ctrl *ctrl)
{
	for (unsigned int number = 0; number < FAKE_TASKS; number++)
		if (ctrl == &fake_tasks[number].kmap)
			return &fake_tasks[number].window;
	fake_fail("the host is asked for the window of no task");
}

struct fake_cpu *fake_this_cpu(void)
{
	return &fake_cpus[fake_cpu_number];
}

struct fake_task *fake_current(void)
{
	return fake_this_cpu()->current;
}

void fake_count_up(unsigned int *counter, const char *what)
{
	fake_step(what);
	++*counter;
}

void fake_count_down(unsigned int *counter, const char *what)
{
	fake_step(what);
	if (!*counter)
		fake_fail("%s: the counter is zero already", what);
	--*counter;
	fake_step("after it");
}

static void task_reset(unsigned int number)
{
	struct fake_task *task = &fake_tasks[number];

	memset(task, 0, sizeof(*task));
	task->number = number;
	if (KMAP_WINDOW_TASK)
		kmap_window_init(&task->window, FAKE_WINDOW_OF(number));
	kmap_ctrl_init(&task->kmap);
}

static void cpus_reset(void)
{
	for (unsigned int cpu = 0; cpu < KMAP_CPUS_MAX; cpu++) {
		fake_cpus[cpu] = (struct fake_cpu){ .current = NULL };
		fake_execute_on(cpu);
		if (!KMAP_WINDOW_TASK)
			kmap_window_init(fake_window(cpu), cpu);
	}
}

/* CPU @cpu runs @task, which holds nothing. */
static void place(struct fake_task *task, unsigned int cpu)
{
	fake_cpus[cpu].current = task;
	task->cpu = cpu;
	fake_execute_on(cpu);
	kmap_switch_in(&task->kmap);
}

void fake_host_place(void)
{
	for (unsigned int number = 0; number < FAKE_TASKS; number++)
		fake_tasks[number].cpu = 0;
	place(&fake_tasks[1], FAKE_OTHER_CPU);
	place(&fake_tasks[0], 0);
}

void fake_host_reset(void)
{
	fake_steps_reset();
	fake_speculative = false;
	fake_machine_reset();
	fake_order = FAKE_CURRENT_BETWEEN;
	fake_report_count = 0;
	fake_now = 0;
	fake_setting_up = KMAP_WINDOW_TASK;
	for (unsigned int number = 0; number < FAKE_TASKS; number++)
		task_reset(number);
	cpus_reset();
	fake_setting_up = false;
	fake_host_place();
	fake_steps = 0;
	fake_invalidations = 0;
}

bool fake_preemptible(void)
{
	const struct fake_cpu *cpu = fake_this_cpu();

	return !cpu->irq_depth && !cpu->switching && !cpu->current->preempt;
}

/* Where KMAP_WINDOW is task, no interrupt may come until the task has arrived. */
static void current_becomes(struct fake_task *next)
{
	fake_this_cpu()->irqs_off = KMAP_WINDOW_TASK;
	fake_this_cpu()->current = next;
	if (next->cpu != fake_cpu_number && (next->pins || (next->kmap.used && KMAP_WINDOW_CPU)))
		fake_fail("task %u moves with %u pins and slots %#x", next->number, next->pins,
			  next->kmap.used);
	next->cpu = fake_cpu_number;
}

/* Call one half of the switch; it must not change the mask. */
static void half(void (*function)(struct kmap_ctrl *), struct kmap_ctrl *ctrl, const char *what)
{
	uint32_t used = ctrl->used;

	fake_step(what);
	fake_this_cpu()->in_half = true;
	function(ctrl);
	fake_this_cpu()->in_half = false;
	fake_step(what);
	if (ctrl->used != used)
		fake_fail("%s changes the mask of slots", what);
}

static void switch_out(struct kmap_ctrl *ctrl)
{
	kmap_switch_out(ctrl);
}

static void switch_in(struct kmap_ctrl *ctrl)
{
	kmap_switch_in(ctrl);
}

void fake_switch(struct fake_task *next)
{
	struct fake_task *prev = fake_current();

	if (!fake_preemptible())
		fake_fail("task switch where none may be");
	fake_this_cpu()->switching = true;
	if (fake_order == FAKE_CURRENT_FIRST)
		current_becomes(next);
	half(switch_out, &prev->kmap, "switch out");
	if (fake_order == FAKE_CURRENT_BETWEEN)
		current_becomes(next);
	half(switch_in, &next->kmap, "switch in");
	if (fake_order == FAKE_CURRENT_LAST)
		current_becomes(next);
	fake_this_cpu()->irqs_off = false;
	fake_this_cpu()->switching = false;
}

void fake_execute_on(unsigned int cpu)
{
	if (KMAP_WINDOW_PRIVATE)
		fake_cpus[fake_cpu_number].window = window_here;
	fake_tables_enter(cpu);
	window_here = fake_cpus[cpu].window;
}

/* The kind of value that each report must have; two are possible in some cases. */
static enum kmap_value value_kind(const struct kmap_report *report)
{
	switch (report->bug) {
	case KMAP_BUG_EXHAUSTED:
		return KMAP_ARCH_COLOURS > 1 ? KMAP_VALUE_COLOUR : KMAP_VALUE_NONE;
	case KMAP_BUG_NMI:
	case KMAP_BUG_SLEEP:
	case KMAP_BUG_IO_HELD:
	case KMAP_BUG_ATOMIC_OPEN:
	case KMAP_BUG_IRQ_ATOMIC:
	case KMAP_BUG_CONTEXT:
		return KMAP_VALUE_NONE;
	case KMAP_BUG_PAGES:
	case KMAP_BUG_COLOURS:
		return KMAP_VALUE_PAGES;
	case KMAP_BUG_PFN:
	case KMAP_BUG_IO_RAM:
		return KMAP_VALUE_PFN;
	case KMAP_BUG_PAGE_RANGE:
	case KMAP_BUG_IO_FULL:
		return KMAP_VALUE_OFFSET;
	case KMAP_BUG_IO_RANGE:
		return report->kind == KMAP_VALUE_PHYSICAL ? KMAP_VALUE_PHYSICAL
							   : KMAP_VALUE_OFFSET;
	case KMAP_BUG_NO_PAGE:
	case KMAP_BUG_NOT_PERSISTENT:
	case KMAP_BUG_FREED_MAPPED:
	case KMAP_BUG_FREED_HELD:
		return KMAP_VALUE_PAGE;
	case KMAP_BUG_ALIASED:
		return report->slot == KMAP_NO_SLOT ? KMAP_VALUE_PAGE : KMAP_VALUE_ADDRESS;
	default:
		return KMAP_VALUE_ADDRESS;
	}
}

void kmap_host_bug(const struct kmap_report *report)
{
	if (report->kind != value_kind(report))
		fake_fail("%s: the value is of kind %d", kmap_bug_text(report->bug),
			  (int)report->kind);
	if (fake_report_count < FAKE_REPORTS)
		fake_reports[fake_report_count] = *report;
	fake_report_count++;
	fake_used_at_report = report->ctrl->used;
	fake_pins_at_report = fake_current()->pins;
}
