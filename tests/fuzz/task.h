/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Switching and moving tasks.
 */
#ifndef FUZZ_TASK_H
#define FUZZ_TASK_H

#include "model.h"

/* Switch this CPU to a task that may run here; false if there is none, or no switch is allowed. */
bool task_switch(unsigned int choice);
/* Execute on @cpu again, in @task, which was preempted there. */
void task_resume(struct fake_task *task, unsigned int cpu);
/* Move the current task to the other CPU; false if it may not go. */
bool task_migrate(void);
/* End the open kmap_atomic() sections of this context. */
void task_close_sections(void);

/* The number of open sections of the current task and the handlers over it. */
unsigned int task_sections(void);
/* End the current task, whatever it holds. */
void task_exit(void);
/* Whether an injected piece of program is running. */
bool fuzz_injected(void);

#endif
