/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. References are to the MIPS32 Architecture Reference Manual,
 * volume III, MD00090.
 */
#ifndef MIPS_LAYOUT_H
#define MIPS_LAYOUT_H

/* Segments that are mapped without the TLB (4.4): both to the first 512 MiB. */
#define KSEG0_BASE 0x80000000
#define KSEG1_BASE 0xa0000000
#define KSEG_BYTES 0x20000000

/* Low memory is what KSEG0 maps of RAM. Above it are devices. */
#define KERNEL_OFFSET KSEG0_BASE
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
#define DIRECT_MIB 256

#define STACK_SIZE 16384
/* log2 of that: the bits above it number tasks, and their address spaces. */
#define STACK_SHIFT 14

/* What machine_context_switch() takes from the stack, and room above it that C functions want. */
#define SWITCH_WORDS 16
#define SWITCH_ENTRY 9

/*
 * A table of PTEs has a page, and so has the directory, which has the tables of all addresses. There
 * are no large pages: this is what a table covers.
 */
#define LARGE_PAGE_SHIFT 22
#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
#define DIRECTORY_BASE 0
/* An entry of the directory is an address in KSEG0. */
#define TABLE_FLAGS KSEG0_BASE

/* Registers of coprocessor 0. */
#define CP0_INDEX $0
#define CP0_ENTRY_LO0 $2
#define CP0_ENTRY_LO1 $3
#define CP0_CONTEXT $4
#define CP0_PAGE_MASK $5
#define CP0_WIRED $6
#define CP0_BAD_ADDRESS $8
#define CP0_ENTRY_HI $10
#define CP0_STATUS $12
#define CP0_CAUSE $13
#define CP0_EPC $14
#define CP0_CONFIG $16
#define CP0_TC_STATUS $2, 1
/* TCContext, for the software's own use, one for each CPU: its directory of tables. */
#define CP0_TABLES $2, 5
#define CP0_EBASE $15, 1

/* Status: coprocessor 0; the timer and the first software interrupt are let through. */
#define STATUS_BITS 0x10008100
#define STATUS_BOOT_VECTORS 0x10400000
/* Status in cpu_relax(): interrupts are on, but only the second software interrupt. */
#define STATUS_RELAX 0x10000201
#define STATUS_EXCEPTION 0x2
/* Cause: interrupts have a vector of their own, and the second software interrupt is always asked for. */
#define CAUSE_BITS 0x00800200
/* TCStatus: no interrupt is taken, whatever Status says. */
#define TC_STATUS_EXEMPT 0x400
/* Config.K0: KSEG0 is cached. */
#define CONFIG_CACHED 3

/* Vectors, from EBase on (6.2.2). */
#define VECTOR_EXCEPTION 0x180
#define VECTOR_INTERRUPT 0x200

/* ExcCode in Cause (9.22). */
#define EXCEPTION_MODIFIED 1
#define EXCEPTION_LOAD 2
#define EXCEPTION_STORE 3
#define EXCEPTION_CALL 8
#define EXCEPTION_BREAK 9
#define EXCEPTION_INVALID 10
#define EXCEPTION_TRAP 13

/* The register frame of entry.S: above room for the arguments of a C function. */
#define FRAME_REGISTERS 16
#define FRAME_LO (FRAME_REGISTERS + 32 * 4)
#define FRAME_HI (FRAME_LO + 4)
#define FRAME_STATUS (FRAME_HI + 4)
#define FRAME_CAUSE (FRAME_STATUS + 4)
#define FRAME_EPC (FRAME_CAUSE + 4)
#define FRAME_BAD_ADDRESS (FRAME_EPC + 4)
#define FRAME_BYTES (FRAME_BAD_ADDRESS + 4)

#endif
