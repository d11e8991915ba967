/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of long mode: four levels of 512 entries, large pages of 2 MiB. The one page
 * directory that matters covers the last gigabyte; that of the direct map, one gigabyte below,
 * never changes. For assembly and C.
 */
#ifndef X86_64_FORMAT_H
#define X86_64_FORMAT_H

#include "width.h"

#define ARCH_NAME "x86_64"

#define TABLE_ENTRIES 512
#define TABLE_ENTRY_BYTES 8
/* Levels of tables, and entries of the topmost one. */
#define TABLE_LEVELS 4
#define TOP_ENTRIES 512
#define LARGE_PAGE_SHIFT 21
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0xffffffffc0000000

/* Frames of 40 bits of physical address, which all of these processors have. */
#define PFN_END (1ul << 28)

/* What the processor must have: a bit of edx of this CPUID leaf; and CR4's bit, that of PAE. */
#define CPUID_LEAF 0x80000001
#define CPUID_PAGING 0x20000000
#define CR4_PAGING 0x00000020
#define PAGING_NAME "long mode (64 bits)"

#endif
