/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt controller: GICv2 (ARM IHI 0048B). Interrupts between CPUs and the timer's are in
 * group 1 and come as IRQ. One is in group 0 and comes as FIQ, which the kernel never masks: the
 * NMI of its tests.
 */
#include "gic.h"

#include "arch.h"
#include "arm_timer.h"
#include "devices.h"
#include "machine.h"
#include "print.h"
#include "registers.h"
#include "system.h"
#include "task.h"

/* Interrupts between CPUs. */
enum sgi { SGI_RESCHEDULE, SGI_FLUSH, SGI_NMI };

/* Registers of the distributor, in bytes. */
enum distributor_register {
	DISTRIBUTOR_CONTROL = 0x000,
	DISTRIBUTOR_GROUP = 0x080,
	DISTRIBUTOR_ENABLE = 0x100,
	DISTRIBUTOR_PRIORITY = 0x400,
	DISTRIBUTOR_SEND = 0xf00,
};

/* Registers of the CPU interface, in bytes. */
enum interface_register {
	INTERFACE_CONTROL = 0x00,
	INTERFACE_PRIORITY_MASK = 0x04,
	INTERFACE_ACKNOWLEDGE = 0x0c,
	INTERFACE_END = 0x10,
};

#define ENABLE_GROUPS 0x3u
/* Reading INTERFACE_ACKNOWLEDGE also takes interrupts of group 1; those of group 0 come as FIQ. */
#define ACKNOWLEDGE_GROUP_1 0x4u
#define GROUP_0_IS_FIQ 0x8u
#define PRIORITY_MASK_NONE 0xffu

#define SEND_TARGETS_SHIFT 16
#define SEND_GROUP_1 0x8000u

/* For four interrupts: a smaller number goes first. */
#define PRIORITIES_USUAL 0x80808080u
#define PRIVATE_INTERRUPTS 32u

#define INTERRUPT_NUMBER 0x3ffu
#define INTERRUPT_NONE 1020u

static void distributor_write(enum distributor_register offset, uint32_t value)
{
	register_write(GIC_DISTRIBUTOR_ADDRESS + (uintptr_t)offset, value);
}

static uint32_t interface_read(enum interface_register offset)
{
	return register_read(GIC_INTERFACE_ADDRESS + (uintptr_t)offset);
}

static void interface_write(enum interface_register offset, uint32_t value)
{
	register_write(GIC_INTERFACE_ADDRESS + (uintptr_t)offset, value);
}

void gic_init(void)
{
	distributor_write(DISTRIBUTOR_CONTROL, ENABLE_GROUPS);
}

/*
 * The NMI goes before all others: while it is pending, nobody else is acknowledged, so no other
 * handler runs in it.
 */
static void priorities_set(void)
{
	for (uint32_t number = 0; number < PRIVATE_INTERRUPTS; number += 4) {
		uint32_t nmi = SGI_NMI - number < 4 ? 0xffu << 8 * (SGI_NMI - number) : 0;

		distributor_write(DISTRIBUTOR_PRIORITY + number, PRIORITIES_USUAL & ~nmi);
	}
}

/* The registers of the first 32 interrupts are there once for each CPU. */
void gic_cpu_init(void)
{
	priorities_set();
	distributor_write(DISTRIBUTOR_GROUP, ~(1u << SGI_NMI));
	distributor_write(DISTRIBUTOR_ENABLE, 1u << ARM_TIMER_INTERRUPT | 1u << SGI_RESCHEDULE |
						      1u << SGI_FLUSH | 1u << SGI_NMI);
	interface_write(INTERFACE_PRIORITY_MASK, PRIORITY_MASK_NONE);
	interface_write(INTERFACE_CONTROL, ENABLE_GROUPS | ACKNOWLEDGE_GROUP_1 | GROUP_0_IS_FIQ);
}

/* What this CPU has stored before is seen by the CPU that takes the interrupt. */
static void send(unsigned int number, uint32_t what)
{
	barrier_stores();
	distributor_write(DISTRIBUTOR_SEND, 1u << (SEND_TARGETS_SHIFT + number) | what);
}

void machine_ipi_reschedule(unsigned int number)
{
	send(number, SEND_GROUP_1 | SGI_RESCHEDULE);
}

void machine_ipi_flush(unsigned int number)
{
	send(number, SEND_GROUP_1 | SGI_FLUSH);
}

static volatile unsigned int nmi_count;

void machine_nmi_self(void)
{
	unsigned int before = nmi_count;

	send(this_cpu()->number, SGI_NMI);
	while (nmi_count == before)
		cpu_relax();
}

/*
 * The end is signalled before the handler runs, because that may switch to another task.
 * Interrupts are off until that or this task goes on.
 */
void gic_interrupt(void)
{
	uint32_t acknowledged = interface_read(INTERFACE_ACKNOWLEDGE);
	uint32_t number = acknowledged & INTERRUPT_NUMBER;

	if (number >= INTERRUPT_NONE)
		return;
	if (number == ARM_TIMER_INTERRUPT)
		arm_timer_stop();
	interface_write(INTERFACE_END, acknowledged);
	switch (number) {
	case ARM_TIMER_INTERRUPT:
		interrupt_timer();
		break;
	case SGI_RESCHEDULE:
		interrupt_reschedule();
		break;
	case SGI_FLUSH:
		interrupt_flush();
		break;
	case SGI_NMI:
		nmi_count++;
		if (!interrupt_nmi())
			panic("unexpected non-maskable interrupt");
		break;
	default:
		panic("interrupt with unknown number %u", number);
	}
}
