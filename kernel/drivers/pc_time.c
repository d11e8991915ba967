/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: the time-stamp counter, which is synchronized across CPUs, and the APIC timer.
 * Both are calibrated against the PIT, whose frequency is known.
 */
#include "pc_time.h"

#include "apic.h"
#include "io.h"
#include "machine.h"
#include "scale.h"

#define PIT_HZ 1193182u
#define PIT_CHANNEL2 0x42
#define PIT_COMMAND 0x43
#define PIT_GATE 0x61
#define PIT_GATE_ON 0x01
#define PIT_GATE_SPEAKER 0x02
#define PIT_GATE_OUT 0x20
#define PIT_MODE0_CHANNEL2 0xb0
#define PIT_LATCH_CHANNEL2 0x80

/* Measure over about 20 ms; the 16-bit counter wraps after 55 ms. */
#define PIT_START 0xffffu
#define PIT_SPAN 24000u

#define TICKS_MAX 0x7fffffffu

/* Nanoseconds per TSC tick and APIC timer ticks per nanosecond, in fixed point. */
static uint32_t ns_scale;
static uint32_t apic_scale;

static uint32_t pit_read(void)
{
	uint32_t low;

	out8(PIT_COMMAND, PIT_LATCH_CHANNEL2);
	low = in8(PIT_CHANNEL2);
	return low | (uint32_t)in8(PIT_CHANNEL2) << 8;
}

static void pit_start(void)
{
	out8(PIT_GATE, (in8(PIT_GATE) & ~PIT_GATE_SPEAKER) | PIT_GATE_ON);
	out8(PIT_COMMAND, PIT_MODE0_CHANNEL2);
	out8(PIT_CHANNEL2, PIT_START & 0xff);
	out8(PIT_CHANNEL2, PIT_START >> 8);
}

/* One measurement; false if it took so long that the PIT counter expired. */
static bool measure(void)
{
	uint32_t pit_begin, pit_end, apic_begin, apic_ticks;
	uint64_t tsc_begin, tsc_ticks, span_ns;

	pit_start();
	apic_timer_start(TICKS_MAX);
	pit_begin = pit_read();
	tsc_begin = read_tsc();
	apic_begin = apic_timer_left();
	do {
		pit_end = pit_read();
		tsc_ticks = read_tsc() - tsc_begin;
		apic_ticks = apic_begin - apic_timer_left();
		if (in8(PIT_GATE) & PIT_GATE_OUT)
			return false;
	} while (pit_begin - pit_end < PIT_SPAN);
	span_ns = (uint64_t)(pit_begin - pit_end) * 1000000000u / PIT_HZ;
	ns_scale = (uint32_t)((span_ns << SCALE_SHIFT) / tsc_ticks);
	apic_scale = (uint32_t)(((uint64_t)apic_ticks << SCALE_SHIFT) / span_ns);
	return true;
}

void time_init(void)
{
	while (!measure())
		;
	apic_timer_start(0);
}

uint64_t machine_now_ns(void)
{
	return scale(read_tsc(), ns_scale);
}

uint64_t machine_counter(void)
{
	return read_tsc();
}

void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? scale(deadline_ns - now_ns, apic_scale) : 0;

	if (ticks > TICKS_MAX)
		ticks = TICKS_MAX;
	apic_timer_start(ticks ? (uint32_t)ticks : 1);
}
