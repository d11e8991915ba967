/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is told while the workers of a job work: how far they are, and for each CPU how many
 * mappings the tasks there hold, and how often a task was preempted with one.
 */
#ifndef JOBS_WATCH_H
#define JOBS_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/* A phase begins: preemptions are counted from now on. Task context. */
void watch_begin(void);

/* Whether it is time to call watch_print() again. Task context. */
bool watch_is_due(void);

/* Print how far the phase is, in lines that tools/guest/console.py parses. Task context. */
void watch_print(const char *phase, uint64_t done, uint64_t total, const char *unit);

/* Sleep until *@workers is zero, and call @print whenever it is time. Task context. */
void watch_workers(const uint32_t *workers, void (*print)(void));

/* How often a task was preempted with a mapping since watch_begin(), on all CPUs. */
uint32_t watch_preempted(void);

#endif
