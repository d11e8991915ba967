/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is so because addresses have 32 bits. For assembly and C.
 */
#ifndef I386_WIDTH_H
#define I386_WIDTH_H

/* Start of the direct map, and its size. */
#define KERNEL_OFFSET 0xc0000000
#define DIRECT_MIB 768

#define ADDRESS_BITS 32

/* What machine_context_switch() takes from the stack; the rest is a return address of C. */
#define SWITCH_WORDS 6
#define SWITCH_ENTRY 4

#endif
