/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The timer of each hart, and interrupts between harts: a CLINT, whose interrupts the machine's
 * code in machine mode hands on.
 */
#ifndef DRIVERS_CLINT_H
#define DRIVERS_CLINT_H

/* Read the frequency of the clock in the device tree. Boot CPU, once. */
void clint_init(void);

/* Raise the software interrupt of hart @number, which sees what this one has stored before. */
void clint_send(unsigned int number);

/* A supervisor's software interrupt: run the handler of what is pending. */
void clint_interrupt(void);

#endif
