/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: the generic timer (ARM DDI 0406C and DDI 0487, "The Generic Timer"). Its virtual counter
 * is the same on all CPUs. The machine gives timer_frequency_hz(), timer_count(),
 * timer_compare_set() and timer_control_set(), each one system register.
 */
#include "arm_timer.h"

#include "machine.h"
#include "scale.h"
#include "system.h"

#define CONTROL_ENABLE 1u

#define NS_PER_SECOND 1000000000u

/* Nanoseconds per tick and ticks per nanosecond, in fixed point. */
static uint32_t ns_scale;
static uint32_t tick_scale;

void arm_timer_init(void)
{
	uint32_t hz = timer_frequency_hz();

	ns_scale = (uint32_t)(((uint64_t)NS_PER_SECOND << SCALE_SHIFT) / hz);
	tick_scale = (uint32_t)(((uint64_t)hz << SCALE_SHIFT) / NS_PER_SECOND);
}

uint64_t machine_now_ns(void)
{
	return scale(timer_count(), ns_scale);
}

/* The timer asks for its interrupt as long as the counter is not below the comparator. */
void machine_timer_set(uint64_t deadline_ns)
{
	timer_compare_set(scale(deadline_ns, tick_scale));
	timer_control_set(CONTROL_ENABLE);
}

void arm_timer_stop(void)
{
	timer_control_set(0);
}
