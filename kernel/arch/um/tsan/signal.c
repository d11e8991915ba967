/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An interrupt under ThreadSanitizer. The signal may come inside its runtime, where no
 * instrumented code may run and no task switch may happen. So the signal only marks the
 * interrupt pending. The compiler inserts a call at the start of every basic block of the
 * kernel, and pending interrupts are handled there. So code is still interrupted and
 * preempted between any two basic blocks, also in loops that wait. This file is not
 * instrumented.
 */
#include "machine_private.h"

void __sanitizer_cov_trace_pc(void);

void machine_interrupt(enum os_interrupt interrupt)
{
	interrupt_note(interrupt);
}

/* False on the main thread, which is no CPU. */
static bool on_stack_of_task(void)
{
	return (uintptr_t)current_task() - (uintptr_t)task_stacks < sizeof(task_stacks);
}

void __sanitizer_cov_trace_pc(void)
{
	if (on_stack_of_task() && irq_is_on() && interrupts_pending())
		irq_enable();
}
