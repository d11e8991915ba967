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

/* Where RAM begins, with the device tree; and how much of it is mapped for good. */
#define RAM_PHYSICAL 0x40000000
#define DIRECT_MIB 768

#define STACK_SIZE 16384

#endif
