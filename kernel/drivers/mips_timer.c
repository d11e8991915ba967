/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time: Count, which runs alike on all CPUs, and Compare, at which it asks for an interrupt.
 */
#include "mips_cp0.h"
#include "machine.h"
#include "mips.h"
#include "arch.h"

/* What QEMU's Malta counts in: on a board it would be measured. */
#define COUNT_NS 6u
/* Enough for what happens between reading Count and writing Compare. */
#define TICKS_MIN 64u
#define TICKS_MAX 0x7fffffffu

/*
 * How often bit 31 of Count has turned over. Any CPU that sees that it has turned over once more
 * counts that, and one does at least every twelve seconds: all have timer interrupts.
 */
static uint32_t halves;

static uint64_t count_read(void)
{
	unsigned long flags = irq_save();
	uint32_t seen = __atomic_load_n(&halves, __ATOMIC_RELAXED);
	uint32_t count = CP0_READ(COUNT), now = seen + ((seen ^ count >> 31) & 1);

	if (now != seen)
		__atomic_compare_exchange_n(&halves, &seen, now, false, __ATOMIC_RELAXED,
					    __ATOMIC_RELAXED);
	irq_restore(flags);
	return ((uint64_t)now << 31) + (count & 0x7fffffffu);
}

uint64_t machine_now_ns(void)
{
	return count_read() * COUNT_NS;
}

/* With -icount an instruction takes QEMU a nanosecond; so the figure is right to six of them. */
uint64_t machine_counter(void)
{
	return machine_now_ns();
}

/* Compare; what was asked for before is taken back. */
static void compare_set(uint32_t ticks)
{
	CP0_WRITE(COMPARE, CP0_READ(COUNT) + ticks);
	hazards_clear();
}

void machine_timer_set(uint64_t deadline_ns)
{
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? (deadline_ns - now_ns) / COUNT_NS : 0;
	uint32_t wanted = ticks > TICKS_MAX ? TICKS_MAX : (uint32_t)ticks;

	if (wanted < TICKS_MIN)
		wanted = TICKS_MIN;
	compare_set(wanted);
	/* Count has passed it by, and would come back to it after 25 seconds only. */
	while ((int32_t)(CP0_READ(COUNT) - CP0_READ(COMPARE)) >= 0 &&
	       !(CP0_READ(CAUSE) & PENDING_TIMER))
		compare_set(wanted *= 2);
}

void timer_stop(void)
{
	CP0_WRITE(COMPARE, CP0_READ(COMPARE));
	hazards_clear();
}
