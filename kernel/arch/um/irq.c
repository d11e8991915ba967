/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupts. A CPU is a thread, an interrupt is a signal to it, and the
 * handler runs on the stack of the task that was interrupted; it may switch to
 * another task and return much later, on another thread.
 *
 * "Disabled" is a flag of the task: a signal that finds interrupts disabled
 * leaves a note in the CPU and returns. A task is switched out with interrupts
 * disabled and so is the one that it switches to, hence on each CPU there is
 * always somebody who will enable them, and then runs what the notes say.
 *
 * The signals themselves are masked only from the moment when one comes until
 * its handler has left the note. Otherwise a second signal could switch away
 * between the two, and the note of a timer be left in the wrong CPU, while its
 * own waited for a tick for ever. What happens when one comes is in plain/signal.c,
 * and in tsan/signal.c where ThreadSanitizer watches.
 */
#include "machine_private.h"

static void (*const handlers[OS_INTERRUPTS])(void) = {
	[OS_TIMER] = interrupt_timer,
	[OS_RESCHEDULE] = interrupt_reschedule,
	[OS_FLUSH] = interrupt_flush,
	[OS_TEST] = interrupt_test,
};

/* One store, seen in order by the signal handlers of this thread. */
static void irq_set(unsigned int on)
{
	compiler_barrier();
	__atomic_store_n(&current_task()->arch.irq_on, on, __ATOMIC_RELAXED);
	compiler_barrier();
}

/* With interrupts off, and when it is pending. */
static void run(unsigned int interrupt)
{
	__atomic_fetch_and(&this_arch_cpu()->pending, ~(1u << interrupt), __ATOMIC_RELAXED);
	handlers[interrupt]();
}

/*
 * Run what is pending on this CPU, with interrupts off. One at a time, and the
 * CPU looked up for each: a handler may switch, and then what else was pending
 * is for the task that goes on here.
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
 * A signal that comes before the flag is set leaves a note that is found
 * afterwards; one that comes later runs its handler itself, and all notes.
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

/* The host flushed the TLBs of all threads when the pages were taken away. */
void machine_flush_local(uintptr_t start, uintptr_t end)
{
	(void)start;
	(void)end;
	compiler_barrier();
}

/*
 * As the software interrupt of a processor: nested over the caller, also if
 * that is a handler and has interrupts off. The signal has left its note when
 * os_interrupt() returns.
 */
void machine_interrupt_self(void)
{
	unsigned long flags = irq_save();

	os_interrupt(this_arch_cpu()->number, OS_TEST);
	run(OS_TEST);
	irq_restore(flags);
}

/* A signal between the test inside os_wait() and its sleep ends the sleep. */
void machine_idle(void)
{
	os_wait(&this_arch_cpu()->pending);
	irq_enable();
}

/* A process has none; the handler runs as it would, over whatever is interrupted. */
void machine_nmi_self(void)
{
	interrupt_nmi();
}
