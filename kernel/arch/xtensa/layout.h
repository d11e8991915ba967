/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. References are to the Xtensa Instruction Set Architecture
 * Reference Manual (RC-2010.1).
 */
#ifndef XTENSA_LAYOUT_H
#define XTENSA_LAYOUT_H

/*
 * What ways 5 and 6 of the TLBs map for good (4.6.5.3): the first 128 MiB twice, cached and past
 * the cache; and the last 256 MiB, where devices are, twice in the same way.
 */
#define FIXED_BASE 0xd0000000
#define BYPASS_BASE 0xd8000000
#define DEVICES_CACHED_BASE 0xe0000000
#define DEVICES_BASE 0xf0000000
#define DEVICES_PHYSICAL 0xf0000000
#define DEVICES_BYTES 0x10000000

/*
 * Where xtensa_mmu3.S has to map them: the ways, attributes of frames, and what an entry of way 6
 * has after a reset. ITLBCFG and DTLBCFG choose how much it has.
 */
#define WAY_OF_RAM 5
#define WAY_OF_DEVICES 6
#define FRAME_BYPASS 0x3
#define FRAME_CACHED 0x7
#define IDENTITY_BYTES 0x20000000
#define DEVICES_OF_256_MIB 0x01000000

/* Low memory is what they map of RAM. */
#define KERNEL_OFFSET FIXED_BASE
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
#define DIRECT_MIB 128

#define STACK_SIZE 16384
/* log2 of that: a task lies where the stack pointer is, without the bits below. */
#define STACK_SHIFT 14

/* What machine_context_switch() takes from the stack. */
#define SWITCH_WORDS 4
#define SWITCH_ENTRY 0

/*
 * A table of PTEs has a page, and so has the directory, whose entries are PTEs of tables. All
 * tables are in virtual memory one after the other, from TABLES_ADDRESS on, and there the processor
 * reads them. It finds the table for that very place, the directory, by a TLB entry that is never
 * replaced.
 */
#define LARGE_PAGE_SHIFT 22
#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
#define DIRECTORY_BASE 0
#define TABLES_ADDRESS 0x80000000
#define DIRECTORY_ADDRESS (TABLES_ADDRESS + TABLES_ADDRESS / 4096 * TABLE_ENTRY_BYTES)
#define DIRECTORY_WAY 7
/* The low bits of an entry are attributes. */
#define TABLE_OF_ENTRY(word) (((word) & ~0xfffu) + KERNEL_OFFSET)

/* Where kmap's windows end: below what is mapped for good. */
#define WINDOWS_TOP 0xcfc00000u

/* Special registers that assemblers for small cores have no name for (5.3). */
#define SR_SCOMPARE1 12
#define SR_PTEVADDR 83
#define SR_ITLBCFG 91
#define SR_DTLBCFG 92
#define SR_CCOMPARE1 241
/* In assembly: RSR and WSR, with the general register of this number. */
#define READ_SPECIAL(general, number) .byte general << 4, number, 0x03
#define WRITE_SPECIAL(general, number) .byte general << 4, number, 0x13

/* The instruction cache of this processor. */
#define CODE_CACHE_BYTES 16384
#define CODE_CACHE_LINE 32

/* PS in kernel code, with level 1 interrupts off: no exception, kernel vectors, no windows. */
#define PS_KERNEL 0x1
#define PS_LEVEL 0xf

/* Vectors, from VECBASE on, of this processor. */
#define VECTOR_KERNEL 0x300
#define VECTOR_DOUBLE 0x3c0

/* EXCCAUSE (4.4.1.5). */
#define CAUSE_ILLEGAL 0
#define CAUSE_CALL 1
#define CAUSE_INTERRUPT 4
#define CAUSE_DIVISION 6
#define CAUSE_ALIGNMENT 9
#define CAUSE_FETCH_MISS 16
#define CAUSE_FETCH_PROHIBITED 20
#define CAUSE_DATA_MISS 24
#define CAUSE_LOAD_PROHIBITED 28
#define CAUSE_STORE_PROHIBITED 29
/* Not the processor's: an exception in the first instructions of the handlers. */
#define CAUSE_DOUBLE 64

/* What machine_interrupt_self() and machine_nmi_self() ask for by SYSCALL. */
#define CALL_INTERRUPT 1
#define CALL_NMI 2

/* The register frame of entry.S. */
#define FRAME_SAR 64
#define FRAME_SCOMPARE1 68
#define FRAME_PS 72
#define FRAME_PC 76
#define FRAME_CAUSE 80
#define FRAME_ADDRESS 84
#define FRAME_BYTES 96

#endif
