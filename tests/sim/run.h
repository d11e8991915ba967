/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Between the host's own flow, where drivers search, and the fibres, which
 * run until they have a question, all tasks have ended, or something fails.
 */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "fibre.h"

enum run_outcome { RUN_ASKED, RUN_ENDED, RUN_FAILED };

/**
 * struct run - how the fibre that ran last came back
 * @outcome: why
 * @fibre:   who goes on after a question
 * @format:  of the failure; two failures of one format are of one kind
 * @text:    of the failure
 */
struct run {
	enum run_outcome outcome;
	struct sim_fibre *fibre;
	const char *format;
	char text[200];
};
extern struct run run;

/* From the host: let a fibre run until it comes back. */
void run_go(struct sim_fibre *fibre);

/* From a fibre: come back. Returns when somebody goes on with it. */
void run_stop(enum run_outcome outcome);

#endif
