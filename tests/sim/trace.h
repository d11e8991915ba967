/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Readable traces, printed only on request.
 */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include <stdbool.h>

extern bool sim_traced;

/* Print a line with step, CPU, task and context. */
void sim_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a step, with the mask and the pins of the current task. */
void sim_trace_step(const char *what);

#endif
