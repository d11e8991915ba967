/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of Sv32: two levels of 1024 entries, large pages of 4 MiB; and what is so because
 * addresses have 32 bits. For assembly and C.
 */
#ifndef RISCV32_FORMAT_H
#define RISCV32_FORMAT_H

#define ARCH_NAME "riscv32"

#define ADDRESS_BITS 32
#define REGISTER_BYTES 4
#define REGISTER_LOAD lw
#define REGISTER_STORE sw
#define REGISTER_STORE_CONDITIONAL sc.w

/* The kernel runs at its physical address plus this; so much of RAM is mapped for good. */
#define KERNEL_OFFSET 0x40000000
#define DIRECT_MIB 768

/* Levels of tables, and entries of the topmost one. */
#define TABLE_LEVELS 2
#define TOP_ENTRIES 1024
#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
#define LARGE_PAGE_SHIFT 22
#define TOP_SHIFT 22
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0

/* satp: Sv32. */
#define SATP_MODE 0x80000000

/* Frames of 34 bits of physical address. */
#define PFN_END (1ul << 22)

#endif
