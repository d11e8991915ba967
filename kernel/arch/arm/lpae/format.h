/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables with the large physical address extension: tables of 512 entries, blocks of 2 MiB.
 * The one table of the second level that matters covers the last of four gigabytes. For assembly
 * and C.
 */
#ifndef ARM_FORMAT_H
#define ARM_FORMAT_H

#include "width.h"

#define ARCH_NAME "arm-lpae"

#define TABLE_ENTRIES 512
#define TABLE_ENTRY_BYTES 8
#define LARGE_PAGE_SHIFT 21
/* The first address that page_directory covers, and how many entries it has. */
#define DIRECTORY_BASE 0xc0000000
#define DIRECTORY_ENTRIES 512
/* The topmost table: its level, where PTEs are 1, and how many entries it has. */
#define TOP_LEVEL 3
#define TOP_ENTRIES 4

/* Frames that the processor can address: 40 bits of physical address. */
#define PFN_END (1ul << 28)

/* What an entry that leads to another table has beside its address. */
#define TABLE_FLAGS 0x003
/* The same for blocks: accessed, inner shareable, and the memory type as in kmap_arch_pte.h. */
#define LARGE_NORMAL 0x701
#define LARGE_DEVICE 0x705
/* Execute never, in the high word. */
#define LARGE_NO_EXECUTE_HIGH 0x00400000

/* MAIR0: the memory types that PTEs name. */
#define MAIR0_VALUE 0x004404ff

/*
 * TTBCR: this format, and table walks through the caches; TTBR1 has what lies above TTBR0's part.
 * At boot that is the lower half of the addresses, then the first 32 MiB, and only in use where
 * CPUs have something of their own.
 */
#define TTBCR_WALKS 0xb5003500
#define TTBCR_BOOT (TTBCR_WALKS | 1)
#define TTBCR_OWN (TTBCR_WALKS | 7)
#define TTBCR_SHARED (TTBCR_OWN | 0x80)

/* Status of a fault (ARM DDI 0406C, table B3-24): the kind, beside the level of the table. */
#define STATUS_KIND(status) ((status)&0x23c)
#define STATUS_ABSENT 0x204
#define STATUS_DENIED 0x20c

#endif
