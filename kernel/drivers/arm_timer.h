/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The generic timer of ARM processors.
 */
#ifndef DRIVERS_ARM_TIMER_H
#define DRIVERS_ARM_TIMER_H

/* The interrupt of the virtual timer, one for each CPU. */
#define ARM_TIMER_INTERRUPT 27u

/* Read the frequency of the counter. Boot CPU, once. */
void arm_timer_init(void);

/* Stop the timer of this CPU, so that it asks for no interrupt until machine_timer_set(). */
void arm_timer_stop(void);

#endif
