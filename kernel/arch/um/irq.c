/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupts. A CPU is a thread, an interrupt is a signal to it, and the
 * handler runs on the stack of the task that was interrupted; it may switch to
 * another task and return much later, on another thread.
 *
 * "Disabled" is a flag of the task: a signal that finds interrupts disabled
 * marks the interrupt pending in the CPU and returns. Tasks are switched out and in
 * with interrupts disabled, so the task that runs next on the CPU will enable
 * them, and then runs the handlers of what is pending.
 *
 * The signals themselves are masked only from the arrival of one until its
 * handler has marked it pending. Otherwise a second signal could switch to another task
 * in between: a timer interrupt would be marked pending on the wrong CPU, and its own
 * CPU would wait for a tick forever. The signal handler is in plain/signal.c, and
 * under ThreadSanitizer in tsan/signal.c.
 */
#include "machine_private.h"

static void (*const handlers[OS_INTERRUPTS])(void) = {
	[OS_TIMER] = interrupt_timer,
	[OS_RESCHEDULE] = interrupt_reschedule,
	[OS_FLUSH] = interrupt_flush,
	[OS_TEST] = interrupt_test,
};

/* One store, in program order for the signal handlers of this thread. */
static void irq_set(unsigned int on)
{
	compiler_barrier();
	__atomic_store_n(&current_task()->arch.irq_on, on, __ATOMIC_RELAXED);
	compiler_barrier();
}

/* Run the handler of a pending interrupt. Interrupts off. */
static void run(unsigned int interrupt)
{
	__atomic_fetch_and(&this_arch_cpu()->pending, ~(1u << interrupt), __ATOMIC_RELAXED);
	handlers[interrupt]();
}

/*
 * Run the handlers of what is pending on this CPU. Interrupts off. The CPU is looked
 * up again for each, because a handler may switch tasks; the task that then runs on the
 * old CPU handles what else was pending there.
 */
static void run_pending(void)
{
	uint32_t bits;

	while ((bits = interrupts_pending()) != 0)
		run((unsigned int)__builtin_ctz(bits));
}

void irq_disable(void)
{
	irq_set(0);
}

/*
 * A signal that comes before the flag is set is marked pending, and the loop finds it.
 * One that comes later runs all pending handlers itself.
 */
void irq_enable(void)
{
	do {
		irq_disable();
		run_pending();
		irq_set(1);
	} while (interrupts_pending());
}

unsigned long irq_save(void)
{
	unsigned long flags = irq_is_on();

	irq_disable();
	return flags;
}

bool irq_is_enabled(void)
{
	return irq_is_on();
}

void irq_restore(unsigned long flags)
{
	if (flags)
		irq_enable();
}

void machine_timer_set(uint64_t deadline_ns)
{
	os_timer_set(this_arch_cpu()->number, deadline_ns);
}

void machine_ipi_reschedule(unsigned int number)
{
	unsigned long flags = irq_save();

	os_interrupt(number, OS_RESCHEDULE);
	irq_restore(flags);
}

void machine_ipi_flush(unsigned int number)
{
	unsigned long flags = irq_save();

	os_interrupt(number, OS_FLUSH);
	irq_restore(flags);
}

/* Nothing to do: the host flushed the TLBs of all threads when the pages were unmapped. */
void machine_flush_local(uintptr_t start, uintptr_t end)
{
	(void)start;
	(void)end;
	compiler_barrier();
}

/*
 * Like a software interrupt: nested over the caller, even if that is a handler and has
 * interrupts off. The signal has been marked pending when os_interrupt() returns.
 */
void machine_interrupt_self(void)
{
	unsigned long flags = irq_save();

	os_interrupt(this_arch_cpu()->number, OS_TEST);
	run(OS_TEST);
	irq_restore(flags);
}

/* No interrupt is lost: a signal between the test in os_wait() and its sleep ends the sleep. */
void machine_idle(void)
{
	os_wait(&this_arch_cpu()->pending);
	irq_enable();
}

void machine_halt(void)
{
	static unsigned int never;

	irq_disable();
	for (;;)
		os_wait(&never);
}

/* A process has no NMIs: call the handler directly, with interrupts on or off. */
void machine_nmi_self(void)
{
	interrupt_nmi();
}
