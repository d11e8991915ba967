/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the libc half does otherwise when ThreadSanitizer watches (see
 * ../tsan/host.h): here nobody does, and these are what they look like.
 */
#ifndef UM_HOST_H
#define UM_HOST_H

#include <signal.h>

/* For a context that is made anew, and a switch between two. */
static inline void fiber_make(void **fiber)
{
	(void)fiber;
}

static inline void fiber_switch(void **from, void *to)
{
	(void)from;
	(void)to;
}

/* Have the host call the handler of an interrupt at once, wherever the thread is. */
static inline int interrupt_handler(int number, const struct sigaction *action)
{
	return sigaction(number, action, NULL);
}

#endif
