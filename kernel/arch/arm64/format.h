/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of 64-bit ARM with pages of 4 KiB: three levels of tables with 512 entries, blocks of
 * 2 MiB. For assembly and C.
 */
#ifndef ARM64_FORMAT_H
#define ARM64_FORMAT_H

#include "width.h"

#define ARCH_NAME "arm64"

#define TABLE_ENTRIES 512
#define TABLE_ENTRY_BYTES 8
#define TABLE_LEVELS 3
#define LARGE_PAGE_SHIFT 21
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0xffffffffc0000000

/* Frames of the smallest processors: 40 bits of physical address. */
#define PFN_END (1ul << 28)

/* What an entry that leads to another table has beside its address. */
#define TABLE_FLAGS 0x3
/*
 * The same for blocks: of everything, of the kernel's code, which is not written, and of data and
 * devices, which are not executed.
 */
#define BLOCK_ALL 0x0040000000000701
#define BLOCK_CODE 0x0040000000000781
#define BLOCK_DATA 0x0060000000000701
#define BLOCK_DEVICE 0x0060000000000705

/* In TCR_EL1: no table walks for the lower half of addresses. */
#define TCR_LOWER_HALF_OFF (1 << 7)

#endif
