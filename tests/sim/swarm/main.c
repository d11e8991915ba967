/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random cases: `swarm FIRST COUNT` runs the cases of COUNT seeds from FIRST on, as one
 * TAP test; `swarm SEED` runs one case and prints it with its steps.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "run.h"
#include "sim.h"
#include "swarm.h"
#include "trace.h"

/* Cases between two lines of progress. */
#define CASES_A_LINE 20000u

static struct swarm_case swarm;

/* Print a failure: the seed, the shrunk case, and its steps. */
static void print_failure(uint64_t seed)
{
	printf("# seed %llu, step %lu: %s\n", (unsigned long long)seed, sim.steps, run.text);
	printf("# SEED=%s:%llu, what is left when it is shrunk:\n", SIM_CONFIG,
	       (unsigned long long)seed);
	fflush(stdout);
	swarm_shrink(&swarm);
	swarm_print(&swarm);
	sim_traced = true;
	swarm_run(&swarm);
	sim_traced = false;
}

static bool run_seed(uint64_t seed)
{
	swarm_draw(&swarm, seed);
	if (swarm_run(&swarm))
		return true;
	print_failure(seed);
	return false;
}

static int run_seeds(uint64_t first, uint64_t count)
{
	unsigned long operations = 0, steps = 0;
	bool failed = false;

	printf("1..1\n");
	for (uint64_t i = 0; i < count && !failed; i++) {
		failed = !run_seed(first + i);
		operations += sim.operations;
		steps += sim.steps;
		if ((i + 1) % CASES_A_LINE == 0 && i + 1 < count)
			printf("# %llu of %llu cases\n", (unsigned long long)i + 1,
			       (unsigned long long)count);
		fflush(stdout);
	}
	printf("%s 1 - seeds %llu to %llu: %lu operations, %lu steps\n", failed ? "not ok" : "ok",
	       (unsigned long long)first, (unsigned long long)(first + count - 1), operations,
	       steps);
	return failed;
}

static bool parse(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno;
}

int main(int argc, char **argv)
{
	uint64_t first, count;

	if (argc == 2 && parse(argv[1], &first)) {
		if (!run_seed(first))
			return 1;
		swarm_print(&swarm);
		printf("# seed %s: all is well, %lu operations, %lu steps\n", argv[1],
		       sim.operations, sim.steps);
		return 0;
	}
	if (argc == 3 && parse(argv[1], &first) && parse(argv[2], &count) && count)
		return run_seeds(first, count);
	fprintf(stderr, "usage: %s FIRST COUNT, or %s SEED\n", argv[0], argv[0]);
	return 2;
}
