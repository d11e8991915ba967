/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Switches between the host and the fibres.
 */
#include "run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim.h"
#include "trace.h"

struct run run;

void run_go(struct sim_fibre *fibre)
{
	sim_fibre_swap(fibre);
}

void run_stop(enum run_outcome outcome)
{
	run.outcome = outcome;
	run.fibre = sim_fibre_running();
	sim_fibre_swap(&sim_fibre_host);
}

void sim_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(run.text, sizeof(run.text), format, arguments);
	va_end(arguments);
	run.format = format;
	sim_trace("FAILS: %s", run.text);
	if (sim_fibre_running() != &sim_fibre_host)
		run_stop(RUN_FAILED);
	/* Outside the fibres only set-up can fail; nothing can run then. */
	printf("not ok 1 - set-up: %s\n", run.text);
	exit(1);
}
