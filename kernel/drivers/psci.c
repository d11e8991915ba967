/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Start of CPUs by the firmware: PSCI (ARM DEN 0022), version 0.2 or later. The machine gives
 * psci_call(), a hypervisor or secure monitor call, and psci_entry(), where a CPU begins.
 */
#include "cpu_ready.h"
#include "machine.h"
#include "memory.h"
#include "system.h"
#include "task.h"

/* CPU_ON takes registers of the machine's size; its number says so. */
#define PSCI_CPU_ON (sizeof(unsigned long) == 8 ? 0xc4000003u : 0x84000003u)

/*
 * The CPU begins with its idle task in its first argument register. Affinity level 0 is the
 * number of the CPU, as long as one cluster holds them all.
 */
bool machine_cpu_start(unsigned int number, struct task *idle)
{
	cpu_ready_clear();
	/* The CPU reads memory with its caches off until it has page tables. */
	barrier_all();
	if (psci_call(PSCI_CPU_ON, number, psci_entry(), (uintptr_t)idle) != 0)
		return false;
	return cpu_ready_wait();
}
