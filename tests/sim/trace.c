/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Traces.
 */
#include "trace.h"

#include <stdarg.h>
#include <stdio.h>

#include "sim.h"

bool sim_traced;

static void print_where(void)
{
	const struct sim_cpu *cpu = sim_this_cpu();
	char who[24];

	if (sim_is_idle(cpu->current))
		snprintf(who, sizeof(who), "idle");
	else
		snprintf(who, sizeof(who), "task %u", cpu->current->number);
	printf("# %6lu  CPU %u  %-6s  %.*s%s", sim.steps, cpu->number, who, 2 * (int)cpu->irq_depth,
	       "| | | | ", cpu->switching && !cpu->irq_depth ? "~ " : "");
}

void sim_trace(const char *format, ...)
{
	va_list arguments;

	if (!sim_traced)
		return;
	print_where();
	printf("== ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
}

void sim_trace_step(const char *what)
{
	const struct sim_task *task = sim_current();

	if (!sim_traced)
		return;
	print_where();
	printf("%-18s used=%#x pins=%u\n", what, task->kmap.used, task->pins);
}
