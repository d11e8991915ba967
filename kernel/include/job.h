/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Jobs: the programs that the kernel can run, one at each boot. Each has a file in
 * kernel/jobs/; those that only tests start are in tests/selftest/.
 */
#ifndef KERNEL_JOB_H
#define KERNEL_JOB_H

#include <stddef.h>

/* @run returns NULL on success, else one line that says why it failed. */
struct job {
	const char *name;
	const char *(*run)(void);
};

/* The file to work on, in low memory. */
extern const void *module_start;
extern size_t module_bytes;

const char *job_pagecache(void);
const char *job_selftest(void);
const char *job_bench(void);
const char *job_growth(void);
const char *job_iomap(void);
const char *job_porttest(void);
const char *job_steps(void);
const char *job_debugger(void);
/* Jobs that fail on purpose; tests check how the failure is reported. */
const char *job_hang(void);
const char *job_leak(void);
const char *job_fault(void);
const char *job_exhaust(void);
const char *job_overrun(void);
const char *job_unmapped(void);

#endif
