/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interface between the kernel and the example of steps 1 to 7, with one CPU.
 */
#include "kernel.h"

struct task *current;

struct task *example_current(void)
{
	return *(struct task *volatile *)&current;
}

unsigned int example_cpu(void)
{
	return 0;
}

void *example_cpu_data(unsigned int number)
{
	(void)number;
	return NULL;
}

void example_cpu_boot(unsigned int number, struct task *task)
{
	(void)number;
	current = task;
}

#if KMAP_PERSISTENT

void example_setup(void)
{
	kmap_setup();
	kmap_persistent_init();
}

#else

void example_setup(void)
{
	kmap_setup();
}

#endif

void example_windows_setup(void)
{
}

void example_task_init(struct task *task, unsigned int number)
{
	(void)number;
	kmap_ctrl_init(&task->kmap);
}

void example_cpu_start(void)
{
}

bool example_may_run(const struct task *task, unsigned int cpu)
{
	(void)task;
	(void)cpu;
	return true;
}

bool example_vector(unsigned int vector)
{
	panic("interrupt %x, which nobody sends", vector);
}

bool example_pinned(const struct task *task)
{
	(void)task;
	return false;
}

bool example_cpu_stop(void)
{
	return false;
}
