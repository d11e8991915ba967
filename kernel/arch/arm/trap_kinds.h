/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Why the processor left the code that it ran; in the order of the vectors in entry.S.
 */
#ifndef ARM_TRAP_KINDS_H
#define ARM_TRAP_KINDS_H

#define TRAP_UNDEFINED 1
#define TRAP_CALL 2
#define TRAP_FETCH 3
#define TRAP_DATA 4
#define TRAP_UNUSED 5
#define TRAP_IRQ 6
#define TRAP_FIQ 7

#endif
