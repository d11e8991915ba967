/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interrupt controller: a GICv2.
 */
#ifndef DRIVERS_GIC_H
#define DRIVERS_GIC_H

/* Set up the distributor. Boot CPU, once. */
void gic_init(void);

/* Set up the CPU interface, and what the distributor has for this CPU. */
void gic_cpu_init(void);

/* An interrupt request: run the handler of what is pending. */
void gic_interrupt(void);

#endif
