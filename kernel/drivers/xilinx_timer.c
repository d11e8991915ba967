/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: one counter of the timer block counts up without end, the other one down to an interrupt. For one
 * CPU. References are to LogiCORE IP AXI Timer, PG079, and AXI INTC, PG099.
 */
#include "xilinx_timer.h"

#include "arch.h"
#include "devices.h"
#include "machine.h"
#include "registers.h"

/* Registers of a counter (PG079, register space), and the distance of the other counter's. */
#define TIMER_CONTROL 0x00u
#define TIMER_LOAD 0x04u
#define TIMER_COUNT 0x08u
#define ALARM_ADDRESS (TIMER_ADDRESS + 0x10u)

#define CONTROL_DOWN 0x002u
#define CONTROL_RELOAD 0x010u
#define CONTROL_LOAD 0x020u
#define CONTROL_INTERRUPT 0x040u
#define CONTROL_ENABLE 0x080u
/* It has come to its end; writing it takes that back. */
#define CONTROL_ENDED 0x100u

/* Registers of the interrupt controller (PG099, register space). */
#define INTC_ENABLE 0x08u
#define INTC_ACKNOWLEDGE 0x0cu
#define INTC_MASTER 0x1cu
#define INTC_MASTER_ON 0x3u

/* At most 11 seconds, so that the clock is read at least once while half of its bits change. */
#define TICKS_MIN 16u
#define TICKS_MAX 0x3fffffffu

/* How often bit 31 of the clock has turned over. */
static uint32_t halves;

uint64_t machine_now_ns(void)
{
	unsigned long flags = irq_save();
	uint32_t count = register_read(TIMER_ADDRESS + TIMER_COUNT);
	uint64_t ticks;

	halves += (halves ^ count >> 31) & 1;
	ticks = ((uint64_t)halves << 31) + (count & 0x7fffffffu);
	irq_restore(flags);
	return ticks * TIMER_PERIOD_NS;
}

/* With -icount an instruction takes QEMU a nanosecond; so the figure is right to ten of them. */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? (deadline_ns - now_ns) / TIMER_PERIOD_NS : 0;

	if (ticks < TICKS_MIN)
		ticks = TICKS_MIN;
	if (ticks > TICKS_MAX)
		ticks = TICKS_MAX;
	register_write(ALARM_ADDRESS + TIMER_LOAD, (uint32_t)ticks);
	register_write(ALARM_ADDRESS + TIMER_CONTROL, CONTROL_LOAD | CONTROL_ENDED);
	register_write(ALARM_ADDRESS + TIMER_CONTROL,
		       CONTROL_DOWN | CONTROL_INTERRUPT | CONTROL_ENABLE);
}

/*
 * The interrupt controller goes by edges: it is told first, so that it keeps one that comes from now
 * on. One that it kept while machine_timer_set() took its cause back has none.
 */
void timer_interrupt(void)
{
	register_write(INTC_ADDRESS + INTC_ACKNOWLEDGE, 1u << TIMER_INTERRUPT);
	if (!(register_read(ALARM_ADDRESS + TIMER_CONTROL) & CONTROL_ENDED))
		return;
	register_write(ALARM_ADDRESS + TIMER_CONTROL, CONTROL_ENDED);
	interrupt_timer();
}

void timer_init(void)
{
	register_write(TIMER_ADDRESS + TIMER_LOAD, 0);
	register_write(TIMER_ADDRESS + TIMER_CONTROL, CONTROL_LOAD);
	register_write(TIMER_ADDRESS + TIMER_CONTROL, CONTROL_RELOAD | CONTROL_ENABLE);
	register_write(INTC_ADDRESS + INTC_ENABLE, 1u << TIMER_INTERRUPT);
	register_write(INTC_ADDRESS + INTC_MASTER, INTC_MASTER_ON);
}
