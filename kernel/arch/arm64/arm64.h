/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Interfaces between the files of the arm64 machine.
 */
#ifndef ARM64_H
#define ARM64_H

#include <stdint.h>

struct trap_frame;

/* In boot.S: drop the identity map of this CPU. */
void identity_drop(void);

/* Handlers of the vector table, in trap.c. */
void trap_synchronous(struct trap_frame *frame);
void trap_irq(struct trap_frame *frame);
void trap_fiq(struct trap_frame *frame);
void trap_unexpected(struct trap_frame *frame);

#endif
