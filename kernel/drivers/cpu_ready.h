/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waiting for a CPU that was started. It calls machine_cpu_ready().
 */
#ifndef DRIVERS_CPU_READY_H
#define DRIVERS_CPU_READY_H

#include <stdbool.h>

/* Before the next CPU is started. */
void cpu_ready_clear(void);

/* Wait until it runs, at most ten seconds; false if it does not. */
bool cpu_ready_wait(void);

#endif
