/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * All schedules of some small machines:
 *
 *   explore OPERATIONS [MACHINE...]   all machines, or those named, with so many
 *                                     operations of each task: a TAP test each
 *   explore stacks MACHINE            one operation; also compare states by their
 *                                     stacks: there must be no other states
 *   explore MACHINE:OPERATIONS:WAYS   one schedule, step by step
 *   explore list                      list the machines
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explore.h"
#include "run.h"
#include "sim.h"

/* A small machine; parameters that are not named are 0, or the first of their enum. */
#define MACHINE(name, text, irqs, ...)                                                             \
	{                                                                                          \
		name, text,                                                                        \
		{                                                                                  \
			.param = { .tasks = 2, __VA_ARGS__ }, irqs, .events = EXPLORE_ANY          \
		}                                                                                  \
	}
#define TWO_WORDS .words = 2, .none = SIM_PTE_ABSENT

static const struct machine {
	const char *name, *text;
	struct explore_bounds bounds; /* without @operations */
} machines[] = {
	MACHINE("one", "one CPU", 1, .cpus = 1, .irq_depth = 1, TWO_WORDS),
	MACHINE("two", "two CPUs", 1, .cpus = 2, .irq_depth = 1, TWO_WORDS),
	MACHINE("nested", "a handler nested over a handler", 2, .cpus = 1, .irq_depth = 2,
		.words = 1),
	MACHINE("first", "the current task changes before both halves of a switch", 1, .cpus = 2,
		.irq_depth = 1, .words = 1, .order = SIM_CURRENT_FIRST),
	MACHINE("last", "the current task changes after both halves of a switch", 1, .cpus = 2,
		.irq_depth = 1, .words = 1, .order = SIM_CURRENT_LAST),
	MACHINE("access", "windows downwards, the TLB filled by accesses only", 1, .cpus = 2,
		.irq_depth = 1, .words = 1, .down = true, .fill = SIM_FILL_ACCESS),
	MACHINE("private", "one window with page tables for each CPU", 1, .cpus = 2, .irq_depth = 1,
		.words = 1, .window = SIM_WINDOW_PRIVATE),
	MACHINE("reuse", "where windows are the tasks': one window, which the second task inherits",
		1, .cpus = 2, .irq_depth = 1, .words = 1, .windows = 1),
	MACHINE("unplug", "a CPU goes away with mappings held, and comes back", 0, .cpus = 2,
		.irq_depth = 1, .words = 1, .unplugs = 1),
	MACHINE("setmaps", "to set a PTE maps another page", 1, .cpus = 1, .irq_depth = 1,
		.words = 1, .set_maps = true),
};

#define MACHINES (sizeof(machines) / sizeof(*machines))
#define OPERATIONS_MOST 9u
/* The most events that the search for a shorter failing schedule tries. */
#define EVENTS_TRIED 8u

/* Find a failing schedule with the fewest events, and print its steps. */
static void print_shortest(const struct machine *machine, const struct explore_bounds *all,
			   const struct explore_result *first)
{
	struct explore_bounds bounds = *all;
	struct explore_result found = { .failed = false };
	const char *schedule;

	for (bounds.events = 0; bounds.events < EVENTS_TRIED && !found.failed; bounds.events++)
		explore(&bounds, &found);
	schedule = found.failed ? found.schedule : first->schedule;
	printf("# the steps of a schedule with %s events:\n", found.failed ? "the fewest" : "many");
	explore_replay(all, schedule);
	printf("# SCHEDULE=%s:%s:%u:%s\n", SIM_CONFIG, machine->name, all->operations, schedule);
	free(found.schedule);
}

static bool explore_machine(unsigned int number, const struct machine *machine,
			    unsigned int operations)
{
	struct explore_bounds bounds = machine->bounds;
	struct explore_result result;

	bounds.operations = operations;
	explore(&bounds, &result);
	printf("%s %u - %s: CPUs %u, operations of each task %u, interrupts %u: "
	       "%lu states, %lu transitions",
	       result.failed ? "not ok" : "ok", number, machine->text, bounds.param.cpus,
	       operations, bounds.irqs, result.states, result.transitions);
	printf(result.failed ? ": %s\n" : "\n", run.text);
	fflush(stdout);
	if (result.failed)
		print_shortest(machine, &bounds, &result);
	free(result.schedule);
	return !result.failed;
}

/* Check that histories represent everything that the stacks hold. */
static int compare_stacks(const struct machine *machine)
{
	struct explore_bounds bounds = machine->bounds;
	struct explore_result without, with;
	bool ok;

	bounds.operations = 1;
	explore(&bounds, &without);
	bounds.stacks = true;
	explore(&bounds, &with);
	ok = !without.failed && !with.failed && without.states == with.states;
	printf("1..1\n%s 1 - %s: %lu states, and %lu when %lu are told apart by their stacks\n",
	       ok ? "ok" : "not ok", machine->text, without.states, with.states, with.explored);
	return !ok;
}

static const struct machine *machine_of(const char *name, size_t length)
{
	for (size_t i = 0; i < MACHINES; i++)
		if (strlen(machines[i].name) == length && !strncmp(name, machines[i].name, length))
			return &machines[i];
	return NULL;
}

/* Parse a number of operations that ends with the character @end; 0 if it is invalid. */
static unsigned int operations_of(const char *text, char end)
{
	unsigned int number = (unsigned int)(*text - '0');

	return number <= OPERATIONS_MOST && text[1] == end ? number : 0;
}

static int replay(const char *text)
{
	const char *colon = strchr(text, ':');
	const struct machine *machine = machine_of(text, (size_t)(colon - text));
	unsigned int operations = operations_of(colon + 1, ':');
	struct explore_bounds bounds;

	if (!machine || !operations) {
		fprintf(stderr, "%s is not MACHINE:OPERATIONS:WAYS; `list` lists the machines\n",
			text);
		return 2;
	}
	bounds = machine->bounds;
	bounds.operations = operations;
	if (!explore_replay(&bounds, colon + 3)) {
		fprintf(stderr, "%s is no schedule of this machine\n", text);
		return 2;
	}
	printf("# %s\n", run.outcome == RUN_FAILED ? run.text : "nothing fails");
	return run.outcome == RUN_FAILED;
}

static int explore_named(unsigned int operations, char **names, int count)
{
	int failed = 0;

	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		const struct machine *machine = machine_of(names[i], strlen(names[i]));

		if (!machine) {
			fprintf(stderr, "there is no machine %s; `list` lists them\n", names[i]);
			return 2;
		}
		failed |= !explore_machine((unsigned int)i + 1, machine, operations);
	}
	return failed;
}

static int explore_all(unsigned int operations)
{
	char *names[MACHINES];

	for (size_t i = 0; i < MACHINES; i++)
		names[i] = (char *)(uintptr_t)machines[i].name;
	return explore_named(operations, names, MACHINES);
}

int main(int argc, char **argv)
{
	unsigned int operations = argc > 1 ? operations_of(argv[1], 0) : 0;

	if (argc == 2 && !strcmp(argv[1], "list")) {
		for (size_t i = 0; i < MACHINES; i++)
			printf("%-8s %s\n", machines[i].name, machines[i].text);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "stacks") && machine_of(argv[2], strlen(argv[2])))
		return compare_stacks(machine_of(argv[2], strlen(argv[2])));
	if (argc == 2 && strchr(argv[1], ':'))
		return replay(argv[1]);
	if (operations)
		return argc == 2 ? explore_all(operations)
				 : explore_named(operations, argv + 2, argc - 2);
	fprintf(stderr, "usage: %s OPERATIONS [MACHINE...], stacks MACHINE, SCHEDULE or list\n",
		argv[0]);
	return 2;
}
