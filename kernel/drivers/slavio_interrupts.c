/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt controller of a SLAVIO (NCR89C105). Each CPU has registers in which any CPU can
 * raise the interrupt of a level, and its timer has level 14. Devices interrupt one CPU, the first.
 */
#include "devices.h"
#include "machine.h"
#include "registers.h"
#include "sparc.h"
#include "task.h"

#define SYSTEM (INTERRUPTS_ADDRESS + 0x10000)
#define OF_CPU(number) (INTERRUPTS_ADDRESS + ((number) << CPU_INTERRUPTS_SHIFT))

/* Of the system: take bits away from those that are off; the CPU that devices interrupt. */
enum system_register { SYSTEM_ON = 8, SYSTEM_TARGET = 0x10 };

#define ALL_INTERRUPTS 0x80000000u
#define TIMER_INTERRUPT 0x00080000u

void interrupts_init(void)
{
	register_write(SYSTEM + SYSTEM_TARGET, 0);
	register_write(SYSTEM + SYSTEM_ON, ALL_INTERRUPTS | TIMER_INTERRUPT);
}

void interrupt_raise(unsigned int number, unsigned int level)
{
	/* Stores to memory come before those to devices. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	register_write(OF_CPU(number) + CPU_RAISE, CPU_RAISED(level));
}

bool interrupt_is_pending(unsigned int level)
{
	return register_read(OF_CPU(this_cpu()->number) + CPU_PENDING) & CPU_RAISED(level);
}

void interrupt_clear(unsigned int level)
{
	register_write(OF_CPU(this_cpu()->number) + CPU_CLEAR, CPU_RAISED(level));
}

void machine_ipi_reschedule(unsigned int number)
{
	interrupt_raise(number, LEVEL_RESCHEDULE);
}

void machine_ipi_flush(unsigned int number)
{
	interrupt_raise(number, LEVEL_FLUSH);
}
