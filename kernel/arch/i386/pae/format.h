/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables with physical address extension: tables of 512 entries, large pages of 2 MiB.
 * The one page directory that matters covers the last of four gigabytes. For assembly and C.
 */
#ifndef I386_FORMAT_H
#define I386_FORMAT_H

#include "width.h"

#define ARCH_NAME "i386"

#define TABLE_ENTRIES 512
#define TABLE_ENTRY_BYTES 8
/* Levels of tables, and entries of the topmost one. */
#define TABLE_LEVELS 3
#define TOP_ENTRIES 4
#define LARGE_PAGE_SHIFT 21
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0xc0000000

/* Frames that the processor can address: 36 bits of physical address. */
#define PFN_END (1ul << 24)

/* What the processor must have: a bit of edx of this CPUID leaf; and CR4's bit that enables it. */
#define CPUID_LEAF 0x00000001
#define CPUID_PAGING 0x00000040
#define CR4_PAGING 0x00000020
#define PAGING_NAME "PAE (physical address extension)"

#endif
