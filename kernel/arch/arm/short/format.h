/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of the short-descriptor format: tables of 256 entries, sections of 1 MiB, and one
 * table for all addresses above them. For assembly and C.
 */
#ifndef ARM_FORMAT_H
#define ARM_FORMAT_H

#include "width.h"

#define ARCH_NAME "arm"

#define TABLE_ENTRIES 256
#define TABLE_ENTRY_BYTES 4
#define LARGE_PAGE_SHIFT 20
/* The first address that page_directory covers, and how many entries it has. */
#define DIRECTORY_BASE 0
#define DIRECTORY_ENTRIES 4096
/* It is the topmost one: its level, where PTEs are 1. */
#define TOP_LEVEL 2
#define TOP_ENTRIES DIRECTORY_ENTRIES

/* Frames that a PTE can hold: 32 bits of physical address. */
#define PFN_END (1ul << 20)

/* What an entry that leads to another table has beside its address: domain 0. */
#define TABLE_FLAGS 0x001
/* The same for sections: for the kernel only, shareable; and with execute never. */
#define LARGE_NORMAL 0x1140e
#define LARGE_DEVICE 0x00416

/* TTBR0 and TTBR1, beside the address: table walks through the caches. */
#define TTBR_WALKS 0x4a
/*
 * TTBCR: TTBR1 has what lies above TTBR0's part. At boot that is the lower half of the addresses,
 * then the first 32 MiB, of which boot_tables maps nothing. (Only with the security extensions can
 * TTBR0 be disabled.)
 */
#define TTBCR_BOOT 1
#define TTBCR_OWN 7
#define TTBCR_SHARED TTBCR_OWN

/* Status of a fault (ARM DDI 0406C, table B3-23): the kind, beside the level of the table. */
#define STATUS_KIND(status) ((status)&0x40d)
#define STATUS_ABSENT 0x005
#define STATUS_DENIED 0x00d

#endif
