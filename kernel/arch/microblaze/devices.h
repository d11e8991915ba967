/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the ML605 reference design has its devices: physical addresses, at which the kernel finds
 * them, too, in two large pages. For assembly and C.
 */
#ifndef MICROBLAZE_DEVICES_H
#define MICROBLAZE_DEVICES_H

#define DEVICES_FIRST 0x81000000
#define DEVICES_SECOND 0x83000000

#define INTC_ADDRESS 0x81800000u
#define TIMER_ADDRESS 0x83c00000u
#define UART_ADDRESS 0x83e01000u

/* The timer's line at the interrupt controller, and the period that it counts in. */
#define TIMER_INTERRUPT 2
#define TIMER_PERIOD_NS 10u

/* The part of RAM that the display shows, of which tools/guest/machine.py takes its picture. */
#define DISPLAY_PHYSICAL 0x58000000u

#endif
