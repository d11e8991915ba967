/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. The machine is QEMU's virt: devices in the first gigabyte
 * of physical addresses, RAM from the second on.
 */
#ifndef ARM64_LAYOUT_H
#define ARM64_LAYOUT_H

/* The kernel runs at its physical address plus this; its devices are found there, too. */
#define KERNEL_OFFSET 0xffffff8000000000

/* Where RAM begins; and how much of it is mapped for good. */
#define RAM_PHYSICAL 0x40000000
#define DIRECT_MIB 128

/* Tables have 512 entries of 8 bytes at each of three levels; the last maps pages of 4 KiB. */
#define TABLE_LEVELS 3
#define TABLE_ENTRIES 512
#define TABLE_BYTES 4096
#define BLOCK_SHIFT 21
#define TOP_SHIFT 30

/*
 * Descriptors: of a table; of blocks: of everything, of the kernel's code, which is not written,
 * and of data and devices, which are not executed.
 */
#define ENTRY_TABLE 0x3
#define ENTRY_ALL 0x0040000000000701
#define ENTRY_CODE 0x0040000000000781
#define ENTRY_DATA 0x0060000000000701
#define ENTRY_DEVICE 0x0060000000000705

/* In TCR_EL1: no table walks for the lower half of addresses. */
#define TCR_LOWER_HALF_OFF (1 << 7)

#define STACK_SIZE 16384

#endif
