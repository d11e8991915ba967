/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Constants shared by assembly and C. The machine is QEMU's virt: devices below 2 GiB of physical
 * addresses, RAM from there on.
 */
#ifndef RISCV_LAYOUT_H
#define RISCV_LAYOUT_H

#include "format.h"

/* The kernel runs at its physical address plus KERNEL_OFFSET; its devices are found there, too. */
#define PHYSICAL(symbol) ((symbol)-KERNEL_OFFSET)

/* Where RAM begins. */
#define RAM_PHYSICAL 0x80000000
/* What the device tree and the file are in: the first gigabyte of RAM. */
#define IDENTITY_BYTES 0x40000000

#define TABLE_BYTES 4096

/* Entries: that lead to a table; of the kernel's code, which is not written; of all other memory. */
#define ENTRY_TO_TABLE 0x01
#define ENTRY_CODE 0x6b
#define ENTRY_DATA 0xe7
/* The kernel's code, and what is only read, have this many bytes. */
#define CODE_BYTES 0x400000

#define STACK_SIZE 16384

/* Words that machine_context_switch() takes from the stack, and which is the return address. */
#define SWITCH_WORDS 16
#define SWITCH_ENTRY 1

/* At most so many harts, and where the C code finds what each one has; see struct hart. */
#define HARTS 8
#define HART_WORDS_SHIFT 3
#define HART_COMPARE 3
#define HART_SOFTWARE 4
#define HART_PENDING 5
#define HART_IDLE 6
#define HART_SATP 7

/* Interrupts for the kernel that a hart has pending. */
#define PENDING_TIMER 1
#define PENDING_RESCHEDULE 2
#define PENDING_FLUSH 4

/* Bit of the supervisor's software interrupt, in sip, sie and mideleg. */
#define SOFTWARE_INTERRUPT 0x2
/* Interrupts are on: a bit of sstatus. */
#define STATUS_INTERRUPTS 0x2

#endif
