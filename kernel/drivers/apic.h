/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The local APIC of each CPU of a PC.
 */
#ifndef DRIVERS_APIC_H
#define DRIVERS_APIC_H

#include <stdint.h>

/* Enable this CPU's local APIC. */
void apic_init(void);
/* Signal the end of the interrupt to the local APIC. */
void apic_done(void);
/* The current count of the APIC timer. */
uint32_t apic_timer_left(void);
/* Raise the timer interrupt in @ticks; 0 stops the timer. */
void apic_timer_start(uint32_t ticks);
/* Start CPU @number at the trampoline. */
void apic_start_cpu(unsigned int number);

#endif
