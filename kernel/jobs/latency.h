/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A task of the highest priority that measures how late it wakes up.
 */
#ifndef JOBS_LATENCY_H
#define JOBS_LATENCY_H

#include <stdbool.h>
#include <stdint.h>

/* Wake-up latencies in nanoseconds; all of them in @sorted, in ascending order. */
struct latency {
	uint32_t samples;
	const uint32_t *sorted;
	uint32_t p50_ns;
	uint32_t p99_ns;
	uint32_t max_ns;
};

/* Start measuring on the last CPU, once for each mode. False if there is no room for samples. */
bool latency_start(void);

/* Stop, and return what was measured. */
void latency_stop(struct latency *latency);

/*
 * Print percentiles and a histogram. After the last measurement: what is printed before a
 * measurement moves it against the tick.
 */
void latency_print(const char *mode, const struct latency *latency);

#endif
