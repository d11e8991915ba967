/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. References are to the PowerPC e500 Core Family Reference
 * Manual, E500CORERM.
 */
#ifndef POWERPC_LAYOUT_H
#define POWERPC_LAYOUT_H

/*
 * Low memory and the kernel in it, which three entries of TLB1 map; above it devices, with an entry
 * each. TLB0 has nothing but windows.
 */
#define KERNEL_OFFSET 0xc0000000
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
#define DIRECT_MIB 768
#define DEVICES_ADDRESS 0xf0000000
#define PCI_ADDRESS 0xf0100000

#define STACK_SIZE 16384
/* log2 of that: the bits above it number tasks, and their address spaces. */
#define STACK_SHIFT 14
/* Room above the frame of a function, for what it calls: back chain and return address. */
#define STACK_ROOM 16

/* What machine_context_switch() takes from the stack, and that room. */
#define SWITCH_BYTES 96
#define SWITCH_WORDS 28
#define SWITCH_ENTRY 21
#define SWITCH_REGISTERS 8
#define SWITCH_CONDITION 80

/*
 * A table of PTEs has a page, and so has the directory, which has the tables of all addresses. There
 * are no large pages: this is what a table covers.
 */
#define LARGE_PAGE_SHIFT 22
#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
#define DIRECTORY_BASE 0
/* An entry of the directory is an address in the direct map. */
#define TABLE_FLAGS KERNEL_OFFSET

/* Special-purpose registers (2.1). */
#define SPR_DEC 22
#define SPR_SRR0 26
#define SPR_SRR1 27
#define SPR_PID 48
#define SPR_DEAR 61
#define SPR_ESR 62
#define SPR_IVPR 63
#define SPR_TIME_LOW 268
#define SPR_TIME_HIGH 269
#define SPR_SAVED_R10 272
#define SPR_SAVED_R11 273
#define SPR_SAVED_CR 274
/* The directory of tables of this CPU. */
#define SPR_TABLES 275
#define SPR_PVR 287
#define SPR_TSR 336
#define SPR_TCR 340
#define SPR_IVOR0 400
#define SPR_MAS0 624
#define SPR_MAS1 625
#define SPR_MAS2 626
#define SPR_MAS3 627
#define SPR_MAS4 628
#define SPR_TLB0CFG 688
#define SPR_TLB1CFG 689
#define SPR_MAS7 944
#define SPR_HID0 1008
#define SPR_MMUCSR0 1012

/* MAS0: TLB1, and which entry. MAS1: valid, protected, sizes of pages. */
#define MAS0_TLB1 0x10000000
#define MAS0_ENTRY_SHIFT 16
#define MAS1_VALID 0x80000000
#define MAS1_PROTECTED 0x40000000
#define MAS1_SIZE_SHIFT 8
#define SIZE_4K 1
#define SIZE_1M 5
#define SIZE_256M 9
/* MAS2: memory attributes. MAS3: supervisors read, write, execute. */
#define MAS2_COHERENT 0x4
#define MAS2_DEVICE 0xa
#define MAS3_DATA 0x5
#define MAS3_CODE 0x15
/* The entries of TLB1 that the kernel has; the boot loader has others. */
#define TLB1_FIRST 8
#define TLB1_COUNT 5

/* MSR: interrupts; machine checks; until an interrupt, what HID0 says. */
#define MSR_INTERRUPTS 0x8000
#define MSR_BITS 0x1000
#define MSR_WAIT 0x40000

/* The upper half of the PVR of an e500v2. In its HID0: wait by dozing; TLBRE reads MAS7, too. */
#define PVR_E500V2 0x8021
#define HID0_DOZE 0x00800000
#define HID0_MAS7 0x00000080

/* Interrupts by the number of their vector offset registers (IVOR). */
#define VECTOR_BYTES 16
#define VECTOR_DATA 2
#define VECTOR_INSTRUCTION 3
#define VECTOR_EXTERNAL 4
#define VECTOR_PROGRAM 6
#define VECTOR_CALL 8
#define VECTOR_DECREMENTER 10
#define VECTOR_DATA_MISS 13
#define VECTOR_INSTRUCTION_MISS 14

/* The frame of entry.S, above back chain and return address. */
#define FRAME_REGISTERS 8
#define FRAME_LR (FRAME_REGISTERS + 32 * 4)
#define FRAME_CTR (FRAME_LR + 4)
#define FRAME_XER (FRAME_LR + 8)
#define FRAME_CR (FRAME_LR + 12)
#define FRAME_SRR0 (FRAME_LR + 16)
#define FRAME_SRR1 (FRAME_LR + 20)
#define FRAME_ESR (FRAME_LR + 24)
#define FRAME_DEAR (FRAME_LR + 28)
#define FRAME_VECTOR (FRAME_LR + 32)
#define FRAME_SCRATCH (FRAME_LR + 36)
#define FRAME_BYTES 176

#endif
