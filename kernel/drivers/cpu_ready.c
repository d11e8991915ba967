/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waiting for a CPU that was started.
 */
#include "cpu_ready.h"

#include "arch.h"
#include "machine.h"

/* Long enough on a busy host. */
#define CPU_START_NS 10000000000u

static volatile unsigned int cpu_ready;

void cpu_ready_clear(void)
{
	cpu_ready = 0;
}

bool cpu_ready_wait(void)
{
	uint64_t begin_ns = machine_now_ns();

	while (!cpu_ready && machine_now_ns() - begin_ns < CPU_START_NS)
		cpu_relax();
	return cpu_ready;
}

void machine_cpu_ready(void)
{
	cpu_ready = 1;
}
