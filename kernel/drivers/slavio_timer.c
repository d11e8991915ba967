/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: the counters of a SLAVIO (NCR89C105), which count every 500 ns, from bit 9 on. There is one
 * for each CPU, and one for the system, which interrupts the boot CPU. The boot CPU's own one runs
 * freely, with twice as many bits: it is the clock of all CPUs.
 */
#include "devices.h"
#include "machine.h"
#include "registers.h"
#include "sparc.h"
#include "task.h"

#define COUNT_NS 500u
#define COUNT_SHIFT 9

#define SYSTEM_TIMER (TIMERS_ADDRESS + 0x10000)

/* Registers: at @limit the counter begins again, and asks for an interrupt; 0 for no limit. */
enum timer_register {
	TIMER_LIMIT = 0x00,
	TIMER_COUNTER = 0x04,
	/* Of the one for the system: a bit for each CPU whose counter runs freely. */
	TIMER_MODE = 0x10,
};

/* Those of a counter that runs freely. */
#define CLOCK_HIGH TIMERS_ADDRESS
#define CLOCK_LOW (TIMERS_ADDRESS + 4)

/* Longer than it takes to set a limit; and what its bits can hold. */
#define TICKS_MIN 4u
#define TICKS_MAX 0x3fffffu

static uintptr_t timer_of_this_cpu(void)
{
	unsigned int number = this_cpu()->number;

	return number ? TIMERS_ADDRESS + number * 0x1000u : SYSTEM_TIMER;
}

void timer_init(void)
{
	register_write(SYSTEM_TIMER + TIMER_MODE, 1);
}

/* In two words: again, if the high one has changed. */
static uint64_t clock_read(void)
{
	uint32_t high, low;

	do {
		high = register_read(CLOCK_HIGH);
		low = register_read(CLOCK_LOW);
	} while (high != register_read(CLOCK_HIGH));
	return (uint64_t)high << 32 | low;
}

uint64_t machine_now_ns(void)
{
	return (clock_read() >> COUNT_SHIFT) * COUNT_NS;
}

/* With -icount an instruction takes QEMU a nanosecond; so the figure is right to 500 of them. */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

/* Rounded up, so that the deadline is over when the interrupt comes; or earlier, if it is far. */
void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? (deadline_ns - now_ns) / COUNT_NS : 0;

	ticks = ticks > TICKS_MAX - TICKS_MIN ? TICKS_MAX : ticks + TICKS_MIN;
	register_write(timer_of_this_cpu() + TIMER_LIMIT, (uint32_t)ticks << COUNT_SHIFT);
}

/* The write takes the interrupt back, and it counts without limit from now on. */
void timer_stop(void)
{
	register_write(timer_of_this_cpu() + TIMER_LIMIT, 0);
	register_read(timer_of_this_cpu() + TIMER_LIMIT);
}
