/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables of Sv39: devices, low memory, and the first gigabyte of RAM at its own
 * addresses, until boot is over.
 */
#include "devices.h"
#include "layout.h"

#define BLOCK(address) ((address) >> LARGE_PAGE_SHIFT)
#define TOP(address) ((address) >> TOP_SHIFT & (TABLE_ENTRIES - 1))
#define ENTRY(address) ((address) >> 2)

	/* Entries for the blocks from number @first of @table on, of the memory from @physical on. */
	.macro	blocks table, first, physical, count, flags
	.org	\table + 8 * (\first)
	.set	block, ENTRY(\physical)
	.rept	\count
	.dword	block | \flags
	.set	block, block + ENTRY(1 << LARGE_PAGE_SHIFT)
	.endr
	.endm

	/* The entry of the topmost table for @address leads to @table. */
	.macro	link	address, table
	lla	t0, kernel_tables + 8 * TOP(\address)
	lla	t1, \table
	srli	t1, t1, 2
	ori	t1, t1, ENTRY_TO_TABLE
	sd	t1, (t0)
	.endm

	.section .boot, "ax"
	/* The entries that no linker can make: it does not shift addresses. */
	.globl	tables_link
tables_link:
	link	KERNEL_OFFSET, device_table
	link	KERNEL_OFFSET + RAM_PHYSICAL, direct_table
	link	DIRECTORY_BASE, page_directory
	ret

	.section .data.tables, "aw"
	.align	12
	.globl	kernel_tables, page_directory
kernel_tables:
	blocks	kernel_tables, TOP(RAM_PHYSICAL), RAM_PHYSICAL, 1, ENTRY_DATA
	.org	kernel_tables + TABLE_BYTES
device_table:
	blocks	device_table, BLOCK(TEST_PHYSICAL), 0, 1, ENTRY_DATA
	blocks	device_table, BLOCK(CLINT_PHYSICAL), CLINT_PHYSICAL, 1, ENTRY_DATA
	blocks	device_table, BLOCK(UART_PHYSICAL), UART_PHYSICAL, 1, ENTRY_DATA
	.org	device_table + TABLE_BYTES
direct_table:
	blocks	direct_table, 0, RAM_PHYSICAL, BLOCK(CODE_BYTES), ENTRY_CODE
	blocks	direct_table, BLOCK(CODE_BYTES), RAM_PHYSICAL + CODE_BYTES, \
		BLOCK((DIRECT_MIB << 20) - CODE_BYTES), ENTRY_DATA
	.org	direct_table + TABLE_BYTES
	/* The last gigabyte: the tables of the windows; filled in window_tables.c. */
page_directory:
	.org	page_directory + TABLE_BYTES

	.section .note.GNU-stack, "", @progbits
