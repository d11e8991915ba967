/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the libc half must tell ThreadSanitizer.
 */
#ifndef UM_HOST_H
#define UM_HOST_H

#include <signal.h>

#include <sanitizer/tsan_interface.h>

/*
 * A task is a fiber: ThreadSanitizer tracks it by itself, whichever thread runs it. A
 * fiber that is already there belonged to the last task with this stack, which has ended.
 */
static inline void fiber_make(void **fiber)
{
	if (*fiber)
		__tsan_destroy_fiber(*fiber);
	*fiber = __tsan_create_fiber(0);
}

/*
 * Called right before the stack switch; the code in between is not instrumented. The
 * flags of 0 say that what one task did on a CPU happens before what the next one does
 * there. Idle tasks have no fiber of their own: they run on that of their thread.
 */
static inline void fiber_switch(void **from, void *to)
{
	*from = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(to, 0);
}

/* The sigaction() of libc, not in its headers; ThreadSanitizer intercepts the public name. */
int __sigaction(int number, const struct sigaction *action, struct sigaction *before);

/*
 * Bypasses ThreadSanitizer, which defers a signal until the current task calls libc. If
 * that task moved to another CPU first, the timer interrupt would arrive there, and its
 * own CPU would wait for a tick forever.
 */
static inline int interrupt_handler(int number, const struct sigaction *action)
{
	return __sigaction(number, action, NULL);
}

#endif
