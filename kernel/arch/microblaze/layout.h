/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. References are to the MicroBlaze Processor Reference Guide,
 * UG984.
 */
#ifndef MICROBLAZE_LAYOUT_H
#define MICROBLAZE_LAYOUT_H

/* RAM, at most: devices begin where it ends. */
#define RAM_PHYSICAL 0x50000000
#define RAM_LIMIT 0x80000000

/*
 * The kernel runs at its physical address plus KERNEL_OFFSET, in the direct map: that bit is set in
 * no address of RAM. To add it is to subtract it.
 */
#define KERNEL_OFFSET 0x80000000
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)

/*
 * Low memory is the first 128 MiB of RAM: eight TLB entries that stay. Two more are for devices, at
 * their physical addresses. The others are for pages in kmap's windows.
 */
#define DIRECT_MIB 128
#define TLB_PAGE_BYTES 0x1000000
#define TLB_DIRECT_ENTRIES 8
#define TLB_KEPT_ENTRIES 10
#define TLB_LAST_ENTRY 63
/* TLBHI: 16 MiB; 4 KiB; each valid. TLBLO: memory that can be executed and written; devices. */
#define TLB_LARGE 0x3c0
#define TLB_SMALL 0x0c0
#define TLB_MEMORY 0x300
#define TLB_DEVICE 0x105
/* In TLBLO and in PTEs, where it is this kernel's: the page is mapped. */
#define TLB_MAPPED 0x002

#define STACK_SIZE 16384

/*
 * Words that machine_context_switch() takes from the stack, which is the address where it goes on,
 * and room above them: a C function stores its arguments there, and its return address.
 */
#define SWITCH_WORDS 24
#define SWITCH_ENTRY 0

/*
 * A table of PTEs has a page, and so has the directory, which has the tables of all addresses. There
 * are no large pages in it: this is what a table covers.
 */
#define LARGE_PAGE_SHIFT 22
#define TABLE_ENTRIES 1024
#define TABLE_ENTRY_BYTES 4
#define DIRECTORY_BASE 0
/* An entry of the directory is an address in the direct map. */
#define TABLE_FLAGS KERNEL_OFFSET

/* Bits of the machine status register. */
#define STATUS_INTERRUPTS 0x0002
#define STATUS_BREAK 0x0008
#define STATUS_EXCEPTIONS 0x0100
#define STATUS_EXCEPTION 0x0200
#define STATUS_VIRTUAL 0x2000
#define STATUS_VIRTUAL_SAVED 0x4000

/* ESR: kinds of exception; the lowest bit says data or code, and STORE that data were written. */
#define EXCEPTION_MASK 0x1f
#define EXCEPTION_ILLEGAL 2
#define EXCEPTION_STORAGE 16
#define EXCEPTION_MISS 18
#define EXCEPTION_CODE 1
#define EXCEPTION_STORE 0x400

/*
 * Words of the memory at address 0, behind the vectors, which an instruction reaches without a
 * register: the two registers that a handler saves first, and the TLB entry that it loads next.
 */
#define VECTOR_BYTES 0x28
#define SAVED_R3 0x40
#define SAVED_R4 0x44
#define TLB_NEXT 0x48

/* How a handler was entered. */
#define ENTRY_EXCEPTION 0
#define ENTRY_INTERRUPT 1
#define ENTRY_TEST 2
#define ENTRY_BREAK 3

/* The register frame of entry.S: above room for the arguments of a C function. */
#define FRAME_REGISTERS 32
#define FRAME_ENTRY (FRAME_REGISTERS + 32 * 4)
#define FRAME_PC (FRAME_ENTRY + 4)
#define FRAME_STATUS (FRAME_PC + 4)
#define FRAME_ADDRESS (FRAME_STATUS + 4)
#define FRAME_CAUSE (FRAME_ADDRESS + 4)
#define FRAME_BYTES (FRAME_CAUSE + 4 + 4)

#endif
