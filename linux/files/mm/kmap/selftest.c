// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * kmap's self-tests for any kernel, in Linux: with kmap.selftest=1 on the command line
 * they run when the kernel has started, and print lines that begin with "kmap-selftest:".
 */
#include "selftest_linux.h"

#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "kmap_selftest.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kmap."

static bool selftest;
module_param(selftest, bool, 0444);
MODULE_PARM_DESC(selftest, "run the self-tests of kmap_local at the end of the start");

struct job {
	void (*function)(void *argument);
	void *argument;
};

/* More than any test starts. */
#define TASKS 64

static struct task_struct *tasks[TASKS];
static unsigned int started;

static struct page *page_alloc(void)
{
	return alloc_page(GFP_HIGHUSER);
}

static void page_free(struct page *page)
{
	__free_page(page);
}

static void print(const char *line)
{
	SAY("%s", line);
}

bool kmap_selftest_failed(const char *name, const char *file, unsigned int line, const char *what)
{
	pr_info("%s: # %s:%u: failed: %s\n", name, file, line, what);
	return false;
}

static int run_job(void *data)
{
	struct job job = *(struct job *)data;

	kfree(data);
	job.function(job.argument);
	return 0;
}

static bool task_start(void (*function)(void *argument), void *argument, unsigned int cpu)
{
	struct job *job = started < TASKS ? kmalloc(sizeof(*job), GFP_KERNEL) : NULL;
	struct task_struct *task;

	if (!job)
		return false;
	*job = (struct job){ function, argument };
	task = kthread_create(run_job, job, "kmap-selftest");
	if (IS_ERR(task)) {
		kfree(job);
		return false;
	}
	set_cpus_allowed_ptr(task, cpumask_of(cpu));
	tasks[started++] = get_task_struct(task);
	wake_up_process(task);
	return true;
}

static void task_wait(void)
{
	for (; started; started--) {
		struct task_struct *task = tasks[started - 1];

		while (!READ_ONCE(task->exit_state))
			schedule_timeout_uninterruptible(1);
		put_task_struct(task);
	}
}

/* To sleep for a tick is the only way to be sure that every other task has its turn. */
static void task_yield(void)
{
	schedule_timeout_uninterruptible(1);
}

static unsigned int cpu(void)
{
	return raw_smp_processor_id();
}

/* Linux lets a task not move itself while it is pinned. */
static void task_move(unsigned int target)
{
	unsigned int before = raw_smp_processor_id();

	if (kmap_held(&current->kmap_ctrl) && target != before)
		return;
	set_cpus_allowed_ptr(current, cpumask_of(target));
}

static void (*interrupt_handler)(void);
static bool interrupted;

static enum hrtimer_restart interrupt_now(struct hrtimer *timer)
{
	(void)timer;
	interrupt_handler();
	WRITE_ONCE(interrupted, true);
	return HRTIMER_NORESTART;
}

/* A timer's handler, over the caller because nothing else runs here meanwhile. */
static void interrupt(void (*handler)(void))
{
	struct hrtimer timer;

	hrtimer_init_on_stack(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	timer.function = interrupt_now;
	interrupt_handler = handler;
	interrupted = false;
	preempt_disable();
	hrtimer_start(&timer, ns_to_ktime(1000), HRTIMER_MODE_REL_PINNED_HARD);
	while (!READ_ONCE(interrupted))
		cpu_relax();
	preempt_enable();
	hrtimer_cancel(&timer);
	destroy_hrtimer_on_stack(&timer);
}

static int __init run(void)
{
	struct kmap_selftest_host host = {
		.page_alloc = page_alloc,
		.page_free = page_free,
		.print = print,
		.task_start = task_start,
		.task_wait = task_wait,
		.task_yield = task_yield,
		.preemptive = KMAP_SELFTEST_PREEMPTIVE,
		.cpus = num_online_cpus(),
		.cpu = cpu,
		.task_move = task_move,
		.interrupt = interrupt,
		.more = kmap_selftest_cpus(),
	};

	if (selftest) {
		kmap_selftest_run(&host);
		set_cpus_allowed_ptr(current, cpu_possible_mask);
	}
	return 0;
}
late_initcall(run);
