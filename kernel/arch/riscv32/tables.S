/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page table of Sv32: devices, low memory, and the first gigabyte of RAM at its own
 * addresses, until boot is over.
 */
#include "devices.h"
#include "layout.h"

#define BLOCK(address) ((address) >> LARGE_PAGE_SHIFT)
#define ENTRY(address) ((address) >> 2)

	/* Entries for the blocks from address @first on, of the memory from @physical on. */
	.macro	blocks first, physical, count, flags
	.org	kernel_tables + 4 * BLOCK(\first)
	.set	block, ENTRY(\physical)
	.rept	\count
	.word	block | \flags
	.set	block, block + ENTRY(1 << LARGE_PAGE_SHIFT)
	.endr
	.endm

	.section .boot, "ax"
	/* Entries that lead to other tables; of those there are none yet. */
	.globl	tables_link
tables_link:
	ret

	.section .data.tables, "aw"
	.align	12
	.globl	kernel_tables, page_directory
page_directory:
kernel_tables:
	blocks	TEST_ADDRESS, TEST_PHYSICAL & ~(CODE_BYTES - 1), 1, ENTRY_DATA
	blocks	CLINT_ADDRESS, CLINT_PHYSICAL, 1, ENTRY_DATA
	blocks	UART_ADDRESS, UART_PHYSICAL, 1, ENTRY_DATA
	blocks	RAM_PHYSICAL, RAM_PHYSICAL, BLOCK(IDENTITY_BYTES), ENTRY_DATA
	blocks	KERNEL_OFFSET + RAM_PHYSICAL, RAM_PHYSICAL, BLOCK(CODE_BYTES), ENTRY_CODE
	blocks	KERNEL_OFFSET + RAM_PHYSICAL + CODE_BYTES, RAM_PHYSICAL + CODE_BYTES, \
		BLOCK((DIRECT_MIB << 20) - CODE_BYTES), ENTRY_DATA
	.org	kernel_tables + TABLE_BYTES

	.section .note.GNU-stack, "", @progbits
