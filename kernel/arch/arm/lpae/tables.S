/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables with LPAE: the devices, and the direct map of low memory.
 */
#include "layout.h"

	.section .boot, "ax"
	/* Fill the tables, before paging is on. The RAM is mapped at its own addresses, too. */
	.globl tables_fill
tables_fill:
	ldr	r0, =PHYSICAL(boot_tables)
	ldr	r1, =(RAM_PHYSICAL | LARGE_NORMAL)
	str	r1, [r0, #8]

	ldr	r0, =PHYSICAL(kernel_tables)
	ldr	r2, =LARGE_DEVICE
	ldr	r3, =LARGE_NO_EXECUTE_HIGH
	strd	r2, r3, [r0, #16]
	ldr	r2, =PHYSICAL(page_directory)
	orr	r1, r2, #TABLE_FLAGS
	str	r1, [r0, #24]

	ldr	r0, =(RAM_PHYSICAL | LARGE_NORMAL)
	mov	r1, #DIRECT_LARGE_PAGES
1:	str	r0, [r2], #TABLE_ENTRY_BYTES
	add	r0, r0, #(1 << LARGE_PAGE_SHIFT)
	subs	r1, r1, #1
	bne	1b
	bx	lr

	/* Load the tables and all that belongs to them, before paging is on. */
	.globl tables_load
tables_load:
	ldr	r0, =MAIR0_VALUE
	mcr	p15, 0, r0, c10, c2, 0
	ldr	r0, =TTBCR_BOOT
	mcr	p15, 0, r0, c2, c0, 2
	mov	r1, #0
	ldr	r0, =PHYSICAL(boot_tables)
	mcrr	p15, 0, r0, r1, c2
	ldr	r0, =PHYSICAL(kernel_tables)
	mcrr	p15, 1, r0, r1, c2
	bx	lr
	.ltorg

	.bss
	.align	12
	.globl page_directory, kernel_tables
page_directory:
	.skip	4096
	.align	5
boot_tables:
	.skip	16
	.align	5
kernel_tables:
	.skip	32

	.section .note.GNU-stack, "", %progbits
