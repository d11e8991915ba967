/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the host's own control flow, in which the drivers search, and the fibres, which
 * run until they have a question, all tasks have ended, or a check fails.
 */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "fibre.h"

enum run_outcome { RUN_ASKED, RUN_ENDED, RUN_FAILED };

/**
 * struct run - why the last fibre returned to the host
 * @outcome: the reason
 * @fibre:   the fibre that continues after a question
 * @format:  format string of the failure; the same for all failures of a kind
 * @text:    text of the failure
 */
struct run {
	enum run_outcome outcome;
	struct sim_fibre *fibre;
	const char *format;
	char text[200];
};
extern struct run run;

/* From the host: run a fibre until one returns. */
void run_go(struct sim_fibre *fibre);

/* From a fibre: return to the host. Returns when the fibre is continued. */
void run_stop(enum run_outcome outcome);

#endif
