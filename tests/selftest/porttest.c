/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The self-tests for any port, with the reference kernel as their host.
 */
#include <kmap_selftest.h>

#include "bug.h"
#include "interrupt.h"
#include "job.h"
#include "memory.h"
#include "print.h"
#include "sched.h"

static struct page *high_page(void)
{
	return page_alloc(ZONE_HIGH);
}

static void print_line(const char *line)
{
	print("%s\n", line);
}

static bool start_on(void (*function)(void *), void *argument, unsigned int cpu)
{
	return task_create("porttest", function, argument, PRIORITY_WORKER, 1u << cpu);
}

static unsigned int cpu_number(void)
{
	return this_cpu()->number;
}

static void move_to(unsigned int cpu)
{
	task_set_allowed(current_task(), 1u << cpu);
}

/* One task at a time interrupts itself, and the handlers nest. */
static void (*port_handler)(void);

static void run_handler(void)
{
	port_handler();
}

static void interrupt_with(void (*function)(void))
{
	void (*outer)(void) = port_handler;

	port_handler = function;
	machine_interrupt_self();
	port_handler = outer;
}

static int report_taken(const struct kmap_report *report)
{
	return kmap_selftest_report(report);
}

const char *job_porttest(void)
{
	const struct kmap_selftest_host host = {
		.page_alloc = high_page,
		.page_free = page_free,
		.print = print_line,
		.task_start = start_on,
		.task_wait = task_wait_all,
		.task_yield = task_yield,
		.preemptive = true,
		.cpus = cpus_online,
		.cpu = cpu_number,
		.task_move = move_to,
		.interrupt = interrupt_with,
		.interrupts_nest = true,
		.interrupts_checked = true,
		.persistent = true,
	};
	bool ok;

	bug_hook(report_taken);
	interrupt_test_hook(run_handler);
	ok = kmap_selftest_run(&host);
	interrupt_test_hook(NULL);
	bug_hook(NULL);
	return ok ? NULL : "the self-tests of a port failed";
}
