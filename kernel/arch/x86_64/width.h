/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is so because addresses have 64 bits. For assembly and C.
 */
#ifndef X86_64_WIDTH_H
#define X86_64_WIDTH_H

/*
 * Start of the direct map, where -mcmodel=kernel wants the kernel, and its size: room for the
 * kernel, the map of all frames and the file to work on, and no more.
 */
#define KERNEL_OFFSET 0xffffffff80000000
#define DIRECT_MIB 128

#define ADDRESS_BITS 48

/* What machine_context_switch() takes from the stack; the rest is a return address of C. */
#define SWITCH_WORDS 8
#define SWITCH_ENTRY 6

#endif
