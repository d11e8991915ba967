/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C.
 */
#ifndef X86_LAYOUT_H
#define X86_LAYOUT_H

#include "format.h"
#include "pc.h"

/* The kernel lies in the direct map, so it is linked at its physical address plus this. */
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
/* Size of the direct map in large pages. */
#define DIRECT_LARGE_PAGES (DIRECT_MIB >> (LARGE_PAGE_SHIFT - 20))

#define SELECTOR_CODE 0x08
#define SELECTOR_DATA 0x10
/* The first of the GS selectors, one for each CPU. */
#define SELECTOR_CURRENT 0x18

#define STACK_SIZE 16384

#define EFLAGS_ID 0x00200000

#define CR0_BITS 0x80010001 /* paging, write protection in ring 0, protected mode */
#define PTE_LARGE 0x080
#define PTE_LARGE_RW 0x083

#endif
