/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: the time base, which runs alike on all CPUs, and the decrementer of each (E500CORERM, 2.6).
 */
#include "devices.h"
#include "e500_spr.h"
#include "fdt.h"
#include "layout.h"
#include "machine.h"
#include "powerpc.h"
#include "scale.h"

#define NS_PER_SECOND 1000000000u
/* TCR: the decrementer interrupts. TSR: it has. */
#define TCR_DECREMENTER 0x04000000u
#define TSR_DECREMENTER 0x08000000u
#define TICKS_MAX 0x7fffffffu

/* Nanoseconds per tick and ticks per nanosecond, in fixed point. */
static uint32_t ns_scale;
static uint32_t tick_scale;

void timer_init(void)
{
	uint32_t hz = fdt_number(CPU_NODE, "timebase-frequency");

	ns_scale = (uint32_t)(((uint64_t)NS_PER_SECOND << SCALE_SHIFT) / hz);
	tick_scale = (uint32_t)(((uint64_t)hz << SCALE_SHIFT) / NS_PER_SECOND);
	SPR_WRITE(SPR_DEC, 0);
	timer_stop();
	SPR_WRITE(SPR_TCR, TCR_DECREMENTER);
	context_synchronize();
}

static uint64_t time_read(void)
{
	uint32_t high, low;

	do {
		high = SPR_READ(SPR_TIME_HIGH);
		low = SPR_READ(SPR_TIME_LOW);
	} while (high != SPR_READ(SPR_TIME_HIGH));
	return (uint64_t)high << 32 | low;
}

uint64_t machine_now_ns(void)
{
	return scale(time_read(), ns_scale);
}

/* With -icount an instruction takes QEMU a nanosecond; so the figure is right to a few of them. */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

/* Rounded up, so that the deadline is over when the interrupt comes; and at least a tick. */
void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? scale(deadline_ns - now_ns, tick_scale) + 1 : 1;

	timer_stop();
	SPR_WRITE(SPR_DEC, ticks < TICKS_MAX ? (uint32_t)ticks : TICKS_MAX);
}

void timer_stop(void)
{
	SPR_WRITE(SPR_TSR, TSR_DECREMENTER);
}
