/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Time of a PC.
 */
#ifndef DRIVERS_PC_TIME_H
#define DRIVERS_PC_TIME_H

/* Calibrate the time-stamp counter and the APIC timer. Boot CPU, once. */
void time_init(void);

#endif
