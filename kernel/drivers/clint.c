/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time and interrupts: the core-local interruptor, CLINT (RISC-V ACLINT specification). It belongs
 * to machine mode, whose code hands its interrupts on as the supervisor's software interrupt, after
 * it has marked in the hart's @pending what the timer's were. The machine gives struct hart and
 * the addresses.
 */
#include "clint.h"

#include "devices.h"
#include "fdt.h"
#include "machine.h"
#include "registers.h"
#include "scale.h"
#include "system.h"
#include "task.h"

#define NS_PER_SECOND 1000000000u

/* Nanoseconds per tick and ticks per nanosecond, in fixed point. */
static uint32_t ns_scale;
static uint32_t tick_scale;

void clint_init(void)
{
	uint32_t hz = fdt_number("cpus", "timebase-frequency");

	ns_scale = (uint32_t)(((uint64_t)NS_PER_SECOND << SCALE_SHIFT) / hz);
	tick_scale = (uint32_t)(((uint64_t)hz << SCALE_SHIFT) / NS_PER_SECOND);
}

uint64_t machine_now_ns(void)
{
	return scale(COUNTER_READ(time), ns_scale);
}

uint64_t machine_counter(void)
{
	return COUNTER_READ(instret);
}

/*
 * The comparator, in two words: never in between below both the old and the new value. Rounded up,
 * so that the deadline is over when the interrupt comes.
 */
void machine_timer_set(uint64_t deadline_ns)
{
	uintptr_t compare = CLINT_ADDRESS + CLINT_COMPARE + 8 * this_cpu()->number;
	uint64_t now_ns = machine_now_ns();
	uint64_t ticks = deadline_ns > now_ns ? scale(deadline_ns - now_ns, tick_scale) + 1 : 0;

	ticks += COUNTER_READ(time);
	register_write(compare + 4, UINT32_MAX);
	register_write(compare, (uint32_t)ticks);
	register_write(compare + 4, (uint32_t)(ticks >> 32));
}

void clint_send(unsigned int number)
{
	/* Memory before devices. */
	__asm__ volatile("fence w, o" : : : "memory");
	register_write(CLINT_ADDRESS + CLINT_SOFTWARE + 4 * number, 1);
}

static void send(unsigned int number, uint32_t what)
{
	__atomic_fetch_or(&harts[number].pending, what, __ATOMIC_RELAXED);
	clint_send(number);
}

void machine_ipi_reschedule(unsigned int number)
{
	send(number, PENDING_RESCHEDULE);
}

void machine_ipi_flush(unsigned int number)
{
	send(number, PENDING_FLUSH);
}

/*
 * Take one of what is pending. If there is more, the interrupt stays; because the handler may
 * switch to another task, and this one go on on another CPU. What becomes pending after the first
 * line raises it again.
 */
static uint32_t pending_take(uint32_t *pending)
{
	uint32_t all, one;

	__asm__ volatile("csrci sip, %0" : : "i"(SOFTWARE_INTERRUPT) : "memory");
	all = __atomic_load_n(pending, __ATOMIC_ACQUIRE);
	one = all & -all;
	__atomic_fetch_and(pending, ~one, __ATOMIC_RELAXED);
	if (all != one)
		__asm__ volatile("csrsi sip, %0" : : "i"(SOFTWARE_INTERRUPT) : "memory");
	return one;
}

void clint_interrupt(void)
{
	switch (pending_take(&harts[this_cpu()->number].pending)) {
	case PENDING_TIMER:
		interrupt_timer();
		break;
	case PENDING_RESCHEDULE:
		interrupt_reschedule();
		break;
	case PENDING_FLUSH:
		interrupt_flush();
		break;
	default:
		break;
	}
}
