/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: a counter of 32 bits, which runs alike on all CPUs, and a register of each CPU's, Compare,
 * at which it asks for an interrupt. The machine says in count_registers.h how they are reached,
 * and in what the counter counts.
 */
#include "count_timer.h"

#include "arch.h"
#include "count_registers.h"
#include "machine.h"

/* Enough for what happens between reading the counter and writing Compare. */
#define TICKS_MIN 64u
#define TICKS_MAX 0x7fffffffu

/*
 * How often bit 31 of the counter has turned over. Any CPU that sees that it has turned over once
 * more counts that, and one does in time: all have timer interrupts.
 */
static uint32_t halves;

static uint64_t ticks_now(void)
{
	unsigned long flags = irq_save();
	uint32_t seen = __atomic_load_n(&halves, __ATOMIC_RELAXED);
	uint32_t count = counter_read(), now = seen + ((seen ^ count >> 31) & 1);

	if (now != seen)
		__atomic_compare_exchange_n(&halves, &seen, now, false, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED);
	irq_restore(flags);
	return ((uint64_t)now << 31) + (count & 0x7fffffffu);
}

uint64_t machine_now_ns(void)
{
	return ticks_now() * COUNT_NS;
}

/*
 * With -icount an instruction takes QEMU a nanosecond; so the figure is right to COUNT_NS of them.
 */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

/* Compare; what was asked for before is taken back. */
static void compare_set(uint32_t ticks)
{
	compare_write(counter_read() + ticks);
}

void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? (deadline_ns - now_ns) / COUNT_NS : 0;
	uint32_t wanted = ticks > TICKS_MAX ? TICKS_MAX : (uint32_t)ticks;

	if (wanted < TICKS_MIN)
		wanted = TICKS_MIN;
	compare_set(wanted);
	/*
	 * The counter has passed it by, and would come back to it when it has gone all around only.
	 */
	while ((int32_t)(counter_read() - compare_read()) >= 0 && !timer_is_pending())
		compare_set(wanted *= 2);
}

void timer_stop(void)
{
	compare_write(compare_read());
}
