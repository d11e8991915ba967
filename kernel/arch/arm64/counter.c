/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The counter of cycles (ARM DDI 0487, on the Performance Monitors).
 */
#include "machine.h"

#include "system.h"
#include "virt.h"

/* PMCR_EL0: count, in 64 bits; PMCNTENSET_EL0: the cycle counter. */
#define COUNTERS_ENABLE 0x41u
#define CYCLE_COUNTER 0x80000000u

void counter_start(void)
{
	SYSTEM_WRITE(pmcr_el0, COUNTERS_ENABLE);
	SYSTEM_WRITE(pmccfiltr_el0, 0);
	SYSTEM_WRITE(pmcntenset_el0, CYCLE_COUNTER);
	barrier_fetch();
}

uint64_t machine_counter(void)
{
	barrier_fetch();
	return SYSTEM_READ(pmccntr_el0);
}
