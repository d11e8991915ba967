/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. The machine is QEMU's virt: devices in the first gigabyte
 * of physical addresses, RAM from the second on.
 */
#ifndef ARM_LAYOUT_H
#define ARM_LAYOUT_H

#include "format.h"

/* The kernel runs at its physical address plus this; so devices are found there, too. */
#define KERNEL_OFFSET 0x80000000
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)

/* Where RAM begins, and how much of it is mapped for good: 768 MiB. */
#define RAM_PHYSICAL 0x40000000
#define DIRECT_LARGE_PAGES (768 >> (LARGE_PAGE_SHIFT - 20))

#define STACK_SIZE 16384

/* SCTLR: paging, data cache, branch prediction, instruction cache; and checks of alignment. */
#define SCTLR_BITS 0x1805
#define SCTLR_ALIGNMENT 0x2

/* Modes of the processor. */
#define MODE_SUPERVISOR 0x13

/* Why the processor left the code that it ran; see entry.S. */
#define TRAP_UNDEFINED 1
#define TRAP_CALL 2
#define TRAP_FETCH 3
#define TRAP_DATA 4
#define TRAP_UNUSED 5
#define TRAP_IRQ 6
#define TRAP_FIQ 7

#endif
