/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. References are to The SPARC Architecture Manual, Version 8.
 */
#ifndef SPARC_LAYOUT_H
#define SPARC_LAYOUT_H

/* The kernel runs at its physical address plus KERNEL_OFFSET; so much of RAM is mapped for good. */
#define KERNEL_OFFSET 0xc0000000
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)
#define DIRECT_MIB 768
/* Where QEMU's loader puts the image. */
#define BOOT_PHYSICAL 0x4000

#define STACK_SIZE 16384

/* What a function may write above its stack pointer: it belongs to its caller. */
#define CALL_BYTES 96
/* What machine_context_switch() takes from the stack: and then the above. */
#define SWITCH_BYTES 72
#define SWITCH_WORDS ((SWITCH_BYTES + CALL_BYTES) / 4)
#define SWITCH_ENTRY 16

/*
 * Three levels of tables (appendix H): 256 entries of 16 MiB each, then 64 of 256 KiB, then 64
 * PTEs. What has 64 of them is a table here, and what it covers a large page, although there are
 * larger ones.
 */
#define TABLE_LEVELS 3
#define TOP_ENTRIES 256
#define TOP_SHIFT 24
#define TABLE_ENTRIES 64
#define TABLE_ENTRY_BYTES 4
#define TABLE_BYTES (TABLE_ENTRIES * TABLE_ENTRY_BYTES)
#define LARGE_PAGE_SHIFT 18
#define ADDRESS_BITS 32
#define PRIVATE_PTES_OFFSET 0x8000u
/* The first address that page_directory covers, which is all tables of the second level. */
#define DIRECTORY_BASE 0xf8000000
#define DIRECTORY_TABLES 8

/* In an entry, a physical address and what is beside it here lie four bits lower. */
#define ENTRY_SHIFT 4
#define ENTRY_TO_TABLE 0x01
#define TABLE_FLAGS (ENTRY_TO_TABLE << ENTRY_SHIFT)
/* Entries that map memory: of the kernel's; of devices. */
#define ENTRY_MEMORY 0xfe
#define ENTRY_DEVICE 0x7e

/* Address spaces for the registers and the TLB of the MMU, for the number of a CPU. */
#define ASI_CPU 0x02
#define ASI_FLUSH 0x03
#define ASI_MMU 0x04
#define FLUSH_ALL 0x400
#define MMU_CONTEXT_TABLE 0x100
#define MMU_CONTEXT 0x200
#define MMU_FAULT_STATUS 0x300
#define MMU_FAULT_ADDRESS 0x400
#define MMU_ENABLE 1
/* The register of SuperSPARC modules with the number of the CPU, in its second word. */
#define CPU_REGISTER 0x01c00f00
#define CPU_NUMBER_SHIFT 24
#define CPU_NUMBER_MASK 3

/* The processor state register: traps on, supervisor before and now, interrupts below this level off. */
#define PSR_TRAPS 0x20
#define PSR_SUPERVISOR 0xc0
#define PSR_LEVEL 0xf00
/* What is in that when interrupts are off, and only then. */
#define PSR_LEVELS_OFF 0xe00

/* Traps by number. */
#define TRAP_FETCH_FAULT 0x01
#define TRAP_ILLEGAL_INSTRUCTION 0x02
#define TRAP_ALIGNMENT 0x07
#define TRAP_DATA_FAULT 0x09
#define TRAP_INTERRUPT 0x10
#define TRAP_DIVISION 0x2a
#define TRAP_SOFTWARE 0x80
#define TRAPS 256

/* The one of machine_interrupt_self(). */
#define TEST_TRAP 1

/* Interrupt levels: of a CPU that starts, or does not want to wait long; ... */
#define LEVEL_WAKE 1
#define LEVEL_SYSTEM_TIMER 10
#define LEVEL_FLUSH 12
#define LEVEL_RESCHEDULE 13
#define LEVEL_TIMER 14
#define LEVEL_NMI 15

/* The register frame of entry.S, above CALL_BYTES. */
#define FRAME_Y CALL_BYTES
#define FRAME_GLOBALS (FRAME_Y + 4)
#define FRAME_OUTS (FRAME_Y + 32)
#define FRAME_LOCALS (FRAME_OUTS + 32)
#define FRAME_INS (FRAME_LOCALS + 32)
#define FRAME_PSR (FRAME_INS + 32)
#define FRAME_PC (FRAME_PSR + 4)
#define FRAME_NEXT_PC (FRAME_PC + 4)
#define FRAME_TRAP (FRAME_NEXT_PC + 4)
#define FRAME_BYTES (FRAME_TRAP + 4)

#endif
