/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Drawing a case from a seed, and printing it.
 */
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "swarm.h"

static uint64_t sequence;

static unsigned int draw(unsigned int count)
{
	return (unsigned int)((digest_next(&sequence) >> 16) % count);
}

static bool one_in(unsigned int count)
{
	return !draw(count);
}

static void draw_param(struct sim_param *param)
{
	*param = (struct sim_param){
		.cpus = 1 + draw(KMAP_CPUS_MAX),
		.tasks = 1 + draw(SIM_TASKS),
		.irq_depth = draw(SIM_IRQ_DEPTH + 1),
		.words = 1 + draw(2),
		.none = one_in(2) ? SIM_PTE_ABSENT : 0,
		.down = one_in(2),
		.set_maps = one_in(8),
		.fill = draw(SIM_FILLS),
		.order = draw(SIM_ORDERS),
	};
	/* Not with SIM_RETIRES: there the core reads the PTE, whose address must tell the CPU. */
	if (KMAP_WINDOW_PRIVATE || (!SIM_RETIRES && one_in(4)))
		param->window = SIM_WINDOW_PRIVATE;
	if (KMAP_WINDOW_TASK)
		param->windows = 1 + draw(SIM_WINDOWS - KMAP_CPUS_MAX);
	if (!KMAP_WINDOW_CPU)
		param->unplugs = UINT32_MAX;
	sim_param_fit(param);
}

/* Draw the operations of a task; a quarter of them are @favourite. */
static void draw_operations(struct swarm_program *program, unsigned int length,
			    enum swarm_code favourite)
{
	for (unsigned int i = 0; i < SWARM_OPERATIONS; i++) {
		program->operation[i] = (struct swarm_operation){
			.code = i >= length ? SWARM_NOTHING : draw(SWARM_NOTHING),
			.a = draw(1 << 16),
			.b = draw(1 << 16),
		};
		if (i < length && one_in(4))
			program->operation[i].code = favourite;
	}
}

static void draw_events(struct swarm_program *program, unsigned int length, unsigned int distance)
{
	unsigned int operation = 0, step = 0;

	program->events = 0;
	while (distance && program->events < SWARM_EVENTS) {
		step += 1 + draw(2 * distance);
		/* An operation has about 12 steps. */
		operation += step / 12;
		step %= 12;
		if (operation >= length)
			break;
		program->event[program->events++] = (struct swarm_event){
			.operation = operation,
			.step = step,
			.event = { 1 + draw(SWARM_EVENT_KINDS), draw(1 << 16) },
		};
	}
}

void swarm_draw(struct swarm_case *swarm, uint64_t seed)
{
	static const unsigned int distances[] = { 0, 2, 6, 20, 60 };
	unsigned int length, distance;
	enum swarm_code favourite;

	memset(swarm, 0, sizeof(*swarm));
	/* Not digest_add(), which may change: a seed always draws the same. */
	sequence = digest_mix(seed * 0x9e3779b97f4a7c15u + digest_mix(1));
	swarm->seed = seed;
	draw_param(&swarm->param);
	length = 1 + draw(SWARM_OPERATIONS);
	distance = distances[draw(5)];
	favourite = draw(SWARM_NOTHING);
	for (unsigned int task = 0; task < swarm->param.tasks; task++) {
		draw_operations(&swarm->program[task], length, favourite);
		draw_events(&swarm->program[task], length, distance);
		if (!KMAP_WINDOW_CPU && one_in(4))
			swarm->program[task].leaks = 1 + draw(2);
	}
}

void sim_param_print(const struct sim_param *param)
{
	static const char *const fills[] = { "eager", "random", "on access", "by software" };
	static const char *const windows[] = { "for each CPU", "private", "for the tasks" };
	static const char *const orders[] = { "between the halves", "before them", "after them" };

	printf("# %u CPUs, %u tasks, %u handlers deep; PTEs of %u words, none is %u%s%s; ",
	       param->cpus, param->tasks, param->irq_depth, param->words, param->none,
	       param->down ? ", downwards" : "", param->set_maps ? ", setting one maps" : "");
	if (param->window == SIM_WINDOW_TASK)
		printf("%u ", param->windows);
	printf("windows %s; TLB filled %s; current changes %s\n", windows[param->window],
	       fills[param->fill], orders[param->order]);
}

static void print_program(unsigned int task, const struct swarm_program *program)
{
	static const char *const codes[] = { "map",
					     "map low",
					     "map range",
					     "unmap",
					     "read",
					     "write",
					     "copy",
					     "copy pages",
					     "clear",
					     "map in the persistent window",
					     "flush the persistent window",
					     "-" };
	static const char *const events[] = { "-",	 "interrupt", "switch",
					      "run CPU", "unplug",    "plug" };

	for (unsigned int i = 0; i < SWARM_OPERATIONS; i++)
		if (program->operation[i].code != SWARM_NOTHING)
			printf("#   task %u operation %u: %s (%u, %u)\n", task, i,
			       codes[program->operation[i].code], program->operation[i].a,
			       program->operation[i].b);
	if (program->leaks)
		printf("#   task %u ends with up to %u mappings\n", task, program->leaks);
	for (unsigned int i = 0; i < program->events; i++)
		if (program->event[i].event.kind != SIM_CONTINUE)
			printf("#   task %u operation %u before step %u: %s (%u)\n", task,
			       program->event[i].operation, program->event[i].step,
			       events[program->event[i].event.kind],
			       program->event[i].event.argument);
}

void swarm_print(const struct swarm_case *swarm)
{
	sim_param_print(&swarm->param);
	for (unsigned int task = 0; task < swarm->param.tasks; task++)
		print_program(task, &swarm->program[task]);
}
