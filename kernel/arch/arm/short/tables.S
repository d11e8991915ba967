/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables with short descriptors: the devices, and the direct map of low memory.
 */
#include "layout.h"

	.section .boot, "ax"
	/* Fill the tables, before paging is on. The kernel is mapped at its own addresses, too. */
	.globl tables_fill
tables_fill:
	ldr	r0, =(PHYSICAL(boot_tables) + (RAM_PHYSICAL >> LARGE_PAGE_SHIFT) * 4)
	ldr	r1, =(RAM_PHYSICAL | LARGE_NORMAL)
	str	r1, [r0]

	ldr	r2, =(PHYSICAL(page_directory) + (KERNEL_OFFSET >> LARGE_PAGE_SHIFT) * 4)
	ldr	r0, =LARGE_DEVICE
	mov	r1, #(RAM_PHYSICAL >> LARGE_PAGE_SHIFT)
	b	2f
1:	ldr	r0, =(RAM_PHYSICAL | LARGE_NORMAL)
	mov	r1, #DIRECT_LARGE_PAGES
2:	str	r0, [r2], #TABLE_ENTRY_BYTES
	add	r0, r0, #(1 << LARGE_PAGE_SHIFT)
	subs	r1, r1, #1
	bne	2b
	/* A bit that only LARGE_NORMAL has. */
	tst	r0, #(LARGE_NORMAL & ~LARGE_DEVICE & 0x1000)
	beq	1b
	bx	lr

	/* Load the tables and all that belongs to them, before paging is on. */
	.globl tables_load
tables_load:
	/* Everything is in domain 0, whose accesses are checked against the PTEs. */
	mov	r0, #1
	mcr	p15, 0, r0, c3, c0, 0
	mov	r0, #TTBCR_BOOT
	mcr	p15, 0, r0, c2, c0, 2
	ldr	r0, =(PHYSICAL(boot_tables) + TTBR_WALKS)
	mcr	p15, 0, r0, c2, c0, 0
	ldr	r0, =(PHYSICAL(page_directory) + TTBR_WALKS)
	mcr	p15, 0, r0, c2, c0, 1
	bx	lr
	.ltorg

	.bss
	.align	14
	.globl page_directory, kernel_tables
page_directory:
kernel_tables:
	.skip	16384
boot_tables:
	.skip	8192

	.section .note.GNU-stack, "", %progbits
