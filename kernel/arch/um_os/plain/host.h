/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the libc half does differently under ThreadSanitizer, see ../tsan/host.h. These
 * are the versions without it.
 */
#ifndef UM_HOST_H
#define UM_HOST_H

#include <signal.h>

/* ThreadSanitizer is told of new contexts and of switches; nothing to do here. */
static inline void fiber_make(void **fiber)
{
	(void)fiber;
}

static inline void fiber_switch(void **from, void *to)
{
	(void)from;
	(void)to;
}

/* Install the signal handler of an interrupt, to be called at once at any instruction. */
static inline int interrupt_handler(int number, const struct sigaction *action)
{
	return sigaction(number, action, NULL);
}

#endif
