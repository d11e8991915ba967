/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. The machine is QEMU's virt: devices in the first gigabyte
 * of physical addresses, RAM from the second on.
 */
#ifndef ARM_VIRT_LAYOUT_H
#define ARM_VIRT_LAYOUT_H

#include "format.h"

/* The kernel runs at its physical address plus KERNEL_OFFSET; its devices are found there, too. */
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)

/* Where RAM begins. */
#define RAM_PHYSICAL 0x40000000
/* The direct map, in large pages. */
#define DIRECT_LARGE_PAGES (DIRECT_MIB >> (LARGE_PAGE_SHIFT - 20))

#define STACK_SIZE 16384

#endif
