/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The windows, of the CPUs or of the tasks: set-up, and the way from their numbers to them.
 */
#include <kmap/kmap.h>

#include "private.h"

#if KMAP_WINDOW_TASK

void windows_init(void)
{
	for (unsigned int number = 0; number < TASKS_MAX; number++)
		kmap_window_init(task_stacks[number].task.window, number);
}

void window_cpu_init(struct cpu *cpu)
{
	(void)cpu;
}

const struct kmap_window *window_of(unsigned int number)
{
	return task_stacks[number].task.window;
}

unsigned int windows_count(void)
{
	return TASKS_MAX;
}

unsigned int window_number(const struct task *task)
{
	return task->id;
}

#else

void windows_init(void)
{
}

void window_cpu_init(struct cpu *cpu)
{
	kmap_window_init(&cpu->window, cpu->number);
}

const struct kmap_window *window_of(unsigned int number)
{
	return &cpus[number].window;
}

unsigned int windows_count(void)
{
	return cpus_online;
}

unsigned int window_number(const struct task *task)
{
	return task->cpu->number;
}

#endif

#if KMAP_WINDOW_PRIVATE

size_t window_table_bytes(void)
{
	return machine_private_table_bytes();
}

#else

/* The PTEs of its slots, in tables that all share. */
size_t window_table_bytes(void)
{
	return KMAP_WINDOW_SLOTS * sizeof(struct kmap_pte);
}

#endif
