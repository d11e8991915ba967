/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The XPS or AXI timer, behind an XPS or AXI interrupt controller on which nothing else is enabled. The
 * machine says in devices.h where both are.
 */
#ifndef DRIVERS_XILINX_TIMER_H
#define DRIVERS_XILINX_TIMER_H

/* Start the clock, and let the timer's interrupts through. Once. */
void timer_init(void);

/* An interrupt has come. */
void timer_interrupt(void);

#endif
