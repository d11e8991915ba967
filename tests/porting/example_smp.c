/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interface between the kernel and the example of step 8, with several CPUs; and the
 * self-tests on them.
 */
#include <kmap_selftest.h>

#include "kernel.h"

#define VECTOR_FLUSH 0x21

bool may_run(const struct task *task, const struct cpu *cpu);

struct task *example_current(void)
{
	return current_task();
}

/* Only stable while the caller cannot move. */
unsigned int example_cpu(void)
{
	return this_cpu()->number;
}

void *example_cpu_data(unsigned int number)
{
	return &cpus[number];
}

void example_cpu_boot(unsigned int number, struct task *task)
{
	cpus[number].number = number;
	cpus[number].current = task;
	task->cpu = &cpus[number];
}

static bool is_awake(const struct task *task)
{
	return !__atomic_load_n(&task->asleep, __ATOMIC_ACQUIRE);
}

/* --- windows of the CPUs, or of the tasks --------------------------------- */

#if KMAP_WINDOW_TASK

_Static_assert(KMAP_TASKS_MAX == THREADS, "a window for each task");

void example_windows_setup(void)
{
	kmap_setup();
}

void example_task_init(struct task *task, unsigned int number)
{
	task_init(task, number);
}

bool example_may_run(const struct task *task, unsigned int cpu)
{
	(void)cpu;
	return is_awake(task);
}

bool example_pinned(const struct task *task)
{
	(void)task;
	return false;
}

static void setup(void)
{
}

static void cpu_start(void)
{
}

#else

void example_windows_setup(void)
{
}

void example_task_init(struct task *task, unsigned int number)
{
	(void)number;
	kmap_ctrl_init(&task->kmap);
}

bool example_may_run(const struct task *task, unsigned int cpu)
{
	return is_awake(task) && may_run(task, &cpus[cpu]);
}

bool example_pinned(const struct task *task)
{
	return *(const volatile unsigned int *)&task->pinned;
}

static void setup(void)
{
	kmap_setup();
}

static void cpu_start(void)
{
	kmap_cpu_start();
}

#endif

/* --- with persistent mappings, or without --------------------------------- */

#if KMAP_PERSISTENT

void example_setup(void)
{
	setup();
	kmap_shared_setup();
}

void example_cpu_start(void)
{
	cpu_start();
	kmap_cpu_join();
}

bool example_vector(unsigned int vector)
{
	if (vector != VECTOR_FLUSH)
		return false;
	flush_interrupt();
	return true;
}

bool example_cpu_stop(void)
{
	kmap_cpu_leave();
	return true;
}

#else

void example_setup(void)
{
	setup();
}

void example_cpu_start(void)
{
	cpu_start();
}

bool example_vector(unsigned int vector)
{
	(void)vector;
	return false;
}

bool example_cpu_stop(void)
{
	return true;
}

#endif

/* --- the self-tests ------------------------------------------------------- */

static unsigned int task_count_before;

static kmap_page_t *high_page(void)
{
	return kmap_host_pfn_to_page(frame_alloc(0));
}

static void page_free(kmap_page_t *page)
{
	frame_free(kmap_host_page_to_pfn(page));
}

static void print_line(const char *line)
{
	printk("%s\n", line);
}

static void wait_for_all(void)
{
	while (task_count > task_count_before)
		schedule();
}

bool selftest(void)
{
	static const struct kmap_selftest_host host = {
		.page_alloc = high_page,
		.page_free = page_free,
		.print = print_line,
		.task_start = task_create_on,
		.task_wait = wait_for_all,
		.task_yield = schedule,
		.preemptive = true,
		.cpus = CPUS,
		.cpu = example_cpu,
		.task_move = task_move,
		.interrupt = interrupt,
		.interrupts_nest = true,
		.interrupts_checked = true,
		.persistent = KMAP_PERSISTENT,
	};

	task_count_before = task_count;
	return kmap_selftest_run(&host);
}
