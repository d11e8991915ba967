/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the libc half tells ThreadSanitizer, which does not see it otherwise.
 */
#ifndef UM_HOST_H
#define UM_HOST_H

#include <signal.h>

#include <sanitizer/tsan_interface.h>

/*
 * A task is a fiber: it has a history of its own, whichever thread it is on.
 * What stands in @fiber is of the task that had this stack before and has ended.
 */
static inline void fiber_make(void **fiber)
{
	if (*fiber)
		__tsan_destroy_fiber(*fiber);
	*fiber = __tsan_create_fiber(0);
}

/*
 * Right before the switch of the stack; the code between is not watched. What
 * one task did on a CPU comes before what the next one does there, as it is.
 * The tasks of idle CPUs were not made as contexts: they are told apart here.
 */
static inline void fiber_switch(void **from, void *to)
{
	*from = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(to, 0);
}

/* Of libc, which the headers do not name: sigaction() is ThreadSanitizer's here. */
int __sigaction(int number, const struct sigaction *action, struct sigaction *before);

/*
 * Past ThreadSanitizer. It would keep a signal until the task that runs calls
 * libc, and with the task if that is switched out: the timer of one CPU would
 * come on another one, while its own waited for a tick for ever.
 */
static inline int interrupt_handler(int number, const struct sigaction *action)
{
	return __sigaction(number, action, NULL);
}

#endif
