/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C.
 */
#ifndef I386_LAYOUT_H
#define I386_LAYOUT_H

#include "format.h"
#include "pc.h"

/* Start of the direct map; the kernel is linked at its physical address plus this. */
#define KERNEL_OFFSET 0xc0000000
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
/* Size of the direct map in large pages: 768 MiB. */
#define DIRECT_LARGE_PAGES (768 >> (LARGE_PAGE_SHIFT - 20))

/* The page that maps the local APIC. */
#define APIC_VIRTUAL 0xffe00000

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
