/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The timer of count_timer.c.
 */
#ifndef DRIVERS_COUNT_TIMER_H
#define DRIVERS_COUNT_TIMER_H

/* Take the timer interrupt back. */
void timer_stop(void);

#endif
