/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A task of the highest priority that measures how late it wakes up.
 */
#ifndef JOBS_LATENCY_H
#define JOBS_LATENCY_H

#include <stdbool.h>
#include <stdint.h>

/* Wake-up latencies in nanoseconds. */
struct latency {
	uint32_t samples;
	uint32_t p50_ns;
	uint32_t p99_ns;
	uint32_t max_ns;
};

/* Start measuring on the last CPU. False if there is no memory for samples. */
bool latency_start(void);

/* Stop, and return what was measured. */
void latency_stop(struct latency *latency);

#endif
