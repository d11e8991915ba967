/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The local APIC: timer and interrupts between CPUs.
 */
#include "apic.h"

#include "arch.h"
#include "io.h"
#include "layout.h"
#include "machine.h"
#include "task.h"
#include "x86.h"

/* Offsets of registers in bytes. */
enum apic_register {
	APIC_EOI = 0xb0,
	APIC_SPURIOUS = 0xf0,
	APIC_COMMAND = 0x300,
	APIC_COMMAND_TARGET = 0x310,
	APIC_TIMER = 0x320,
	APIC_TIMER_START = 0x380,
	APIC_TIMER_LEFT = 0x390,
	APIC_TIMER_DIVIDE = 0x3e0,
};

#define APIC_ENABLE 0x100u
#define DIVIDE_BY_1 0xbu
#define COMMAND_INIT 0x4500u
#define COMMAND_START (0x4600u | TRAMPOLINE_PHYSICAL >> 12)
#define COMMAND_NMI 0x4400u
#define COMMAND_FIXED 0x4000u
#define COMMAND_BUSY 0x1000u

#define INIT_WAIT_NS 10000000u

static volatile uint32_t *apic(enum apic_register offset)
{
	return (volatile uint32_t *)(APIC_VIRTUAL + (uintptr_t)offset);
}

void apic_init(void)
{
	/* Mask all interrupts of the legacy PICs. */
	out8(0x21, 0xff);
	out8(0xa1, 0xff);
	*apic(APIC_SPURIOUS) = APIC_ENABLE | VECTOR_SPURIOUS;
	*apic(APIC_TIMER_DIVIDE) = DIVIDE_BY_1;
	*apic(APIC_TIMER) = VECTOR_TIMER;
}

void apic_done(void)
{
	*apic(APIC_EOI) = 0;
}

uint32_t apic_timer_left(void)
{
	return *apic(APIC_TIMER_LEFT);
}

void apic_timer_start(uint32_t ticks)
{
	*apic(APIC_TIMER_START) = ticks;
}

/* Interrupts off: a handler that sends an IPI must not come between the two writes. */
static void command(unsigned int number, uint32_t value)
{
	unsigned long flags = irq_save();

	while (*apic(APIC_COMMAND) & COMMAND_BUSY)
		cpu_relax();
	*apic(APIC_COMMAND_TARGET) = number << 24;
	*apic(APIC_COMMAND) = value;
	irq_restore(flags);
}

void machine_ipi_reschedule(unsigned int number)
{
	command(number, COMMAND_FIXED | VECTOR_RESCHEDULE);
}

void machine_nmi_self(void)
{
	unsigned int before = nmi_count;

	command(this_cpu()->number, COMMAND_NMI);
	while (nmi_count == before)
		cpu_relax();
}

void machine_ipi_flush(unsigned int number)
{
	command(number, COMMAND_FIXED | VECTOR_FLUSH);
}

void apic_start_cpu(unsigned int number)
{
	uint64_t begin_ns = machine_now_ns();

	command(number, COMMAND_INIT);
	while (machine_now_ns() - begin_ns < INIT_WAIT_NS)
		cpu_relax();
	command(number, COMMAND_START);
}
