/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables with PAE: one page directory, for the direct map.
 */
#include "layout.h"

	/*
	 * Fill the tables, before paging is on. boot_tables has an identity map in addition,
	 * which shares the directory of the direct map.
	 */
	.section .boot, "ax"
	.globl tables_fill
tables_fill:
	movl $PHYSICAL(page_directory), %edi
	movl %edi, %eax
	orl $1, %eax
	movl %eax, PHYSICAL(boot_tables) + 0
	movl %eax, PHYSICAL(boot_tables) + 24
	movl %eax, PHYSICAL(kernel_tables) + 24

	movl $PTE_LARGE_RW, %eax
	movl $DIRECT_LARGE_PAGES, %ecx
1:	movl %eax, (%edi)
	addl $(1 << LARGE_PAGE_SHIFT), %eax
	addl $TABLE_ENTRY_BYTES, %edi
	loop 1b
	ret

	.bss
	.align 4096
	.globl page_directory, boot_tables, kernel_tables
page_directory:
	.skip 4096
	.align 32
boot_tables:
	.skip 32
kernel_tables:
	.skip 32

	.section .note.GNU-stack, "", @progbits
