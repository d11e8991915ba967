/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Page tables of Sv39: three levels of 512 entries, large pages of 2 MiB; and what is so because
 * addresses have 64 bits. For assembly and C.
 */
#ifndef RISCV64_FORMAT_H
#define RISCV64_FORMAT_H

#define ARCH_NAME "riscv64"

#define ADDRESS_BITS 39
#define REGISTER_BYTES 8
#define REGISTER_LOAD ld
#define REGISTER_STORE sd
#define REGISTER_STORE_CONDITIONAL sc.d

/*
 * The kernel runs at its physical address plus this, in the last 2 GiB, which two instructions
 * can address; so much of RAM is mapped for good: room for the kernel, the map of all frames and
 * the file to work on, and no more.
 */
#define KERNEL_OFFSET 0xffffffff00000000
#define DIRECT_MIB 128

/* Levels of tables, and entries of the topmost one. */
#define TABLE_LEVELS 3
#define TOP_ENTRIES 512
#define TABLE_ENTRIES 512
#define TABLE_ENTRY_BYTES 8
#define LARGE_PAGE_SHIFT 21
#define TOP_SHIFT 30
/* The first address that page_directory covers. */
#define DIRECTORY_BASE 0xffffffffc0000000

/* satp: Sv39. */
#define SATP_MODE 0x8000000000000000

/* Frames of 56 bits of physical address. */
#define PFN_END (1ul << 44)

#endif
