/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of two levels: tables of 1024 entries, large pages of 4 MiB. The page directory
 * covers all addresses. For assembly and C.
 */
#ifndef I386_FORMAT_H
#define I386_FORMAT_H

#include "width.h"

#define ARCH_NAME "i386-2level"

#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
/* Levels of tables, and entries of the topmost one. */
#define TABLE_LEVELS 2
#define TOP_ENTRIES 1024
#define LARGE_PAGE_SHIFT 22
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0

/* Frames that a PTE can hold: 32 bits of physical address. */
#define PFN_END (1ul << 20)

/* What the processor must have: a bit of edx of this CPUID leaf; and CR4's bit that enables it. */
#define CPUID_LEAF 0x00000001
#define CPUID_PAGING 0x00000008
#define CR4_PAGING 0x00000010
#define PAGING_NAME "PSE (pages of 4 MiB)"

#endif
