/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupts from other CPUs: the interrupt controller of the QorIQ, an OpenPIC (P2020 QorIQ
 * Reference Manual, chapter 10), whose registers every CPU finds at one address. There are two
 * interrupts, of one priority: each is over for the controller before its handler runs, because a
 * handler may switch to another task.
 */
#include "mpic.h"

#include "devices.h"
#include "machine.h"
#include "refill_walk.h"
#include "registers.h"

enum mpic_register {
	/* Of this CPU: a word for each of its interrupts, with the CPUs that shall have it. */
	MPIC_SEND = MPIC_ADDRESS + 0x40u,
	MPIC_PRIORITY = MPIC_ADDRESS + 0x80u,
	MPIC_ACKNOWLEDGE = MPIC_ADDRESS + 0xa0u,
	MPIC_END = MPIC_ADDRESS + 0xb0u,
	/* Of all: what each of these interrupts is. */
	MPIC_KIND = MPIC_ADDRESS + 0x10a0u,
};
#define INTERRUPT_BYTES 0x10u
#define PRIORITY (8u << 16)

enum interrupt { RESCHEDULE, FLUSH, INTERRUPTS };

void mpic_init(void)
{
	for (unsigned int i = 0; i < INTERRUPTS; i++)
		register_write(MPIC_KIND + i * INTERRUPT_BYTES, PRIORITY | i);
}

void mpic_cpu_init(void)
{
	register_write(MPIC_PRIORITY, 0);
}

/* Memory before devices: who is interrupted sees what was written. */
static void send(enum interrupt interrupt, unsigned int number)
{
	__sync_synchronize();
	register_write(MPIC_SEND + interrupt * INTERRUPT_BYTES, 1u << number);
}

void machine_ipi_reschedule(unsigned int number)
{
	send(RESCHEDULE, number);
}

void machine_ipi_flush(unsigned int number)
{
	send(FLUSH, number);
}

/* What is none of the two is spurious. */
void mpic_interrupt(void)
{
	uint32_t interrupt = register_read(MPIC_ACKNOWLEDGE);

	if (interrupt >= INTERRUPTS)
		return;
	register_write(MPIC_END, 0);
	if (interrupt == RESCHEDULE) {
		interrupt_reschedule();
		return;
	}
	walk_answer();
	interrupt_flush();
}
