/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who runs where.
 */
#ifndef FUZZ_TASK_H
#define FUZZ_TASK_H

#include "model.h"

/* Switch this CPU to a task that may run here; false if there is none, or no switch may be. */
bool task_switch(unsigned int choice);
/* Execute on a CPU again, and in a task that was preempted there. */
void task_resume(struct fake_task *task, unsigned int cpu);
/* Move the current task to the other CPU; false if it may not go. */
bool task_migrate(void);
/* End the kmap_atomic() sections that this context has open. */
void task_close_sections(void);

/* How many sections the current task, and the handlers over it, are in. */
unsigned int task_sections(void);
/* The current task ends, whatever it holds. */
void task_exit(void);
/* Whether a piece of program runs in the middle of something. */
bool fuzz_injected(void);

#endif
