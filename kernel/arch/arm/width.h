/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is so because addresses have 32 bits. For assembly and C.
 */
#ifndef ARM_WIDTH_H
#define ARM_WIDTH_H

#define KERNEL_OFFSET 0x80000000
/* Memory that is mapped for good. */
#define DIRECT_MIB 768

/* What machine_context_switch() takes from the stack: r3 to r11 and pc. */
#define SWITCH_WORDS 10
#define SWITCH_ENTRY 9

/* Where each CPU maps its private window, through TTBR0. */
#define PRIVATE_MIDDLE 0x01000000u

#endif
