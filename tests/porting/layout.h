/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C.
 */
#ifndef PORTING_LAYOUT_H
#define PORTING_LAYOUT_H

#define KERNEL_OFFSET 0xc0000000
#define DIRECT_LARGE_PAGES 16
#define PDE_LARGE 0x083
#define PDE_LARGE_UNCACHED 0x09b

/* The local APIC is mapped at its physical address. */
#define APIC 0xfee00000
#define APIC_LARGE_PAGE 0xfec00000

/* Where a CPU begins after its start-up IPI: a page below 1 MiB. */
#define TRAMPOLINE 0x8000

#define SELECTOR_CODE 0x08
#define SELECTOR_DATA 0x10
/* The first of the GS selectors, one for each CPU. */
#define SELECTOR_CPU 0x18

#define BOOT_STACK_SIZE 16384

#endif
