/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A signal comes while ThreadSanitizer watches: perhaps inside of its runtime,
 * where nothing that is watched may run and nobody may switch to another task.
 * So a signal only leaves its note. The compiler puts a call at the beginning of
 * every basic block of the kernel, and that is where interrupts are taken: all
 * code but single accesses is still interrupted and preempted everywhere, also
 * loops that wait. This file itself is not watched.
 */
#include "machine_private.h"

void __sanitizer_cov_trace_pc(void);

void machine_interrupt(enum os_interrupt interrupt)
{
	interrupt_note(interrupt);
}

/* The main thread, which is no CPU, comes here as well. */
static bool on_stack_of_task(void)
{
	return (uintptr_t)current_task() - (uintptr_t)task_stacks < sizeof(task_stacks);
}

void __sanitizer_cov_trace_pc(void)
{
	if (on_stack_of_task() && irq_is_on() && interrupts_pending())
		irq_enable();
}
