/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interrupts from other CPUs: the interrupt controller of the QorIQ, an OpenPIC.
 */
#ifndef DRIVERS_MPIC_H
#define DRIVERS_MPIC_H

/* Boot CPU, once, before the next one. */
void mpic_init(void);

/* Each CPU: let interrupts through. */
void mpic_cpu_init(void);

/* The handler of the external interrupt. */
void mpic_interrupt(void);

#endif
