/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Several CPUs: the multiprocessor option of Xtensa with its interrupt distributor (MX). Its
 * registers are external ones.
 */
#include "cpu_ready.h"
#include "machine.h"
#include "task.h"
#include "xtensa.h"
#include "xtensa_registers.h"

/* For each CPU, the interrupts that other CPUs send: it reads and clears its own. */
#define MX_CAUSE 0x100u
/* For each such interrupt, where it is sent: a CPU has a bit. */
#define MX_SEND 0x140u
/* A bit for each CPU that stands still. */
#define MX_STALLED 0x200u

/* Where a CPU begins, and the code that is put there: in boot.S. */
#define RESET_PHYSICAL 0x500u
extern const uint8_t cpu_reset[], cpu_reset_end[];

/* The idle task of the CPU that starts: for boot.S. */
extern const struct task *volatile cpu_starting;
const struct task *volatile cpu_starting;

/* Time enough for a CPU that is emulated after this one, and to begin to wait. */
#define RELAX_TICKS 64u

static bool has_others;

static void ipi_send(unsigned int number)
{
	external_write(MX_SEND, 1u << number);
}

void ipi_clear(void)
{
	external_write(MX_CAUSE + this_cpu()->number, 1);
}

void machine_ipi_reschedule(unsigned int number)
{
	ipi_send(number);
}

void machine_ipi_flush(unsigned int number)
{
	ipi_send(number);
}

void relax_end(void)
{
	SR_WRITE(SR_CCOMPARE1, SR_READ(SR_CCOMPARE1));
}

/* Soon there will be the interrupt, even if this CPU stands still for a moment in between. */
static void relax_begin(void)
{
	uint32_t ticks = RELAX_TICKS;

	do {
		SR_WRITE(SR_CCOMPARE1, SR_READ(SR_CCOUNT) + ticks);
		ticks *= 2;
	} while ((int32_t)(SR_READ(SR_CCOUNT) - SR_READ(SR_CCOMPARE1)) >= 0 &&
		 !(SR_READ(SR_INTERRUPT) & INTERRUPT_RELAX));
}

/*
 * This CPU waits for its second timer, and for no other interrupt. Where QEMU runs one CPU at a
 * time, that is what makes it go on to the next one.
 */
void cpu_relax(void)
{
	unsigned long flags;
	uint32_t enabled;

	if (!has_others)
		return;
	flags = irq_save();
	enabled = SR_READ(SR_INTENABLE);
	SR_WRITE(SR_INTENABLE, INTERRUPT_RELAX);
	relax_begin();
	__asm__ volatile("waiti 0" : : : "memory");
	irq_disable();
	SR_WRITE(SR_INTENABLE, enabled);
	irq_restore(flags);
}

/* Past the cache, as it is read. */
static void reset_write(void)
{
	volatile uint8_t *place = (uint8_t *)(BYPASS_BASE + RESET_PHYSICAL);

	for (const uint8_t *code = cpu_reset; code < cpu_reset_end; code++)
		*place++ = *code;
	__asm__ volatile("memw" : : : "memory");
}

bool machine_cpu_start(unsigned int number, struct task *idle)
{
	has_others = true;
	cpu_ready_clear();
	reset_write();
	cpu_starting = idle;
	external_write(MX_STALLED, external_read(MX_STALLED) & ~(1u << number));
	return cpu_ready_wait();
}
