/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is so because addresses have 64 bits. For assembly and C.
 */
#ifndef ARM64_WIDTH_H
#define ARM64_WIDTH_H

/* The first of the 512 gigabytes of kernel addresses. */
#define KERNEL_OFFSET 0xffffff8000000000
/*
 * Memory that is mapped for good: room for the kernel, the map of all frames and the file to work
 * on, and no more.
 */
#define DIRECT_MIB 128

/* What machine_context_switch() takes from the stack: x29, x30, x19 to x28. */
#define SWITCH_WORDS 12
#define SWITCH_ENTRY 1

#endif
