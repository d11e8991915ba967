/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Boot, the job, and the end of the run.
 */
#include <kmap/kmap.h>

#include "bug.h"
#include "job.h"
#include "options.h"
#include "persistent.h"
#include "print.h"
#include "sched.h"
#include "trace.h"

static const struct job jobs[] = {
	{ "pagecache", job_pagecache }, { "selftest", job_selftest }, { "bench", job_bench },
	{ "growth", job_growth },	{ "iomap", job_iomap },	      { "porttest", job_porttest },
	{ "steps", job_steps },		{ "hang", job_hang },	      { "leak", job_leak },
	{ "fault", job_fault },		{ "exhaust", job_exhaust },   { "overrun", job_overrun },
	{ "unmapped", job_unmapped },	{ "debugger", job_debugger },
};

const void *module_start;
size_t module_bytes;

static const struct job *job_find(const char *name)
{
	for (size_t i = 0; i < sizeof(jobs) / sizeof(jobs[0]); i++)
		if (text_equal(jobs[i].name, name))
			return &jobs[i];
	panic("there is no job=%s", name);
}

static void cpus_start(unsigned int count)
{
	for (unsigned int number = 1; number < count; number++)
		if (!machine_cpu_start(number, cpus[number].idle))
			panic("CPU %u did not start", number);
	while (__atomic_load_n(&cpus_online, __ATOMIC_ACQUIRE) < count)
		task_sleep_until(machine_now_ns() + TICK_NS);
}

static void stat_print(const char *name, const struct kmap_stat *stat)
{
	print("@stat of=\"%s\" maps=%u unmaps=%u depth_max=%u restores=%u "
	      "local_invalidations=%u remote_invalidations=%u persistent_wraps=%u "
	      "persistent_waits=%u\n",
	      name, stat->maps, stat->unmaps, stat->depth_max, stat->restores,
	      stat->local_invalidations, stat->remote_invalidations, stat->persistent_wraps,
	      stat->persistent_waits);
}

/* The counters of all windows together; those that are of the whole machine stand in each. */
static struct kmap_stat stat_sum(void)
{
	struct kmap_stat sum = { 0 }, one;

	for (unsigned int i = 0; i < windows_count(); i++) {
		struct kmap_stat before = sum;

		kmap_stat_read(window_of(i), &one);
		sum = one;
		sum.maps += before.maps;
		sum.unmaps += before.unmaps;
		sum.restores += before.restores;
		sum.local_invalidations += before.local_invalidations;
		if (sum.depth_max < before.depth_max)
			sum.depth_max = before.depth_max;
	}
	return sum;
}

/* Print the counters of each CPU, or of all tasks, for the program that started the kernel. */
static void stats_print(void)
{
	struct kmap_stat stat;
	char name[16];

	if (!KMAP_STATS)
		return;
	if (KMAP_WINDOW_TASK) {
		stat = stat_sum();
		stat_print("tasks", &stat);
		return;
	}
	for (unsigned int i = 0; i < windows_count(); i++) {
		kmap_stat_read(window_of(i), &stat);
		print_to(name, sizeof(name), "CPU %u", i);
		stat_print(name, &stat);
	}
}

/* The first task: starts the other CPUs, runs the job, ends the run. */
static void main_task(void *argument)
{
	const char *name = option_text("job");
	const char *why;

	(void)argument;
	cpus_start((unsigned int)option_number("cpus", 1));
	print("kmap reference kernel on " ARCH_NAME
	      ": %u CPU%s, %lu MiB low and %lu MiB high memory\n",
	      cpus_online, cpus_online == 1 ? "" : "s",
	      zone_total_pages(ZONE_LOW) >> (20 - KMAP_ARCH_PAGE_SHIFT),
	      zone_total_pages(ZONE_HIGH) >> (20 - KMAP_ARCH_PAGE_SHIFT));
	why = job_find(name ? name : "pagecache")->run();
	stats_print();
	trace_print();
	if (!why && bug_count())
		why = "misuse of kmap was reported";
	run_end(why);
}

void kernel_main(const char *command_line, const void *module, size_t bytes)
{
	uint64_t count;

	options_init(command_line);
	module_start = module;
	module_bytes = bytes;
	count = option_number("cpus", 1);
	if (count < 1 || count > KMAP_CPUS_MAX)
		panic("cpus=%llu: must be 1 to %u", (unsigned long long)count, KMAP_CPUS_MAX);
	memory_init();
	tasks_init();
	persistent_init();
	for (unsigned int number = 0; number < count; number++)
		sched_cpu_init(&cpus[number], task_idle_init(number));
	if (!task_create("main", main_task, NULL, PRIORITY_MANAGER, 1))
		panic("no room for the first task");
	sched_idle();
}

void cpu_main(void)
{
	machine_cpu_ready();
	sched_idle();
}
