/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Hooks with which jobs run code in interrupts. They run in interrupt context, with
 * interrupts off, on every CPU.
 */
#ifndef KERNEL_INTERRUPT_H
#define KERNEL_INTERRUPT_H

/* Called at every timer interrupt, after the scheduler; NULL for none. */
void interrupt_timer_hook(void (*hook)(void));

/* Called by machine_interrupt_self(). */
void interrupt_test_hook(void (*hook)(void));

/* Called in an NMI; an NMI without a hook ends the run. */
void interrupt_nmi_hook(void (*hook)(void));

#endif
