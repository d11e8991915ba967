/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What happened, in lines that a person can read; printed only when asked for.
 */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include <stdbool.h>

extern bool sim_traced;

/* A line with step, CPU, task and context. */
void sim_trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a step: once again if the task repeats itself. */
void sim_trace_step(const char *what);

#endif
