/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables of two levels: two page directories.
 */
#include "layout.h"

#define DIRECT_ENTRY (KERNEL_OFFSET >> LARGE_PAGE_SHIFT) * TABLE_ENTRY_BYTES

	/*
	 * Fill the tables, before paging is on. boot_tables has an identity map in addition.
	 */
	.section .boot, "ax"
	.globl tables_fill
tables_fill:
	xorl %edi, %edi
	movl $PTE_LARGE_RW, %eax
	movl $DIRECT_LARGE_PAGES, %ecx
1:	movl %eax, PHYSICAL(boot_tables)(%edi)
	movl %eax, PHYSICAL(boot_tables) + DIRECT_ENTRY(%edi)
	movl %eax, PHYSICAL(kernel_tables) + DIRECT_ENTRY(%edi)
	addl $(1 << LARGE_PAGE_SHIFT), %eax
	addl $TABLE_ENTRY_BYTES, %edi
	loop 1b
	ret

	.bss
	.align 4096
	.globl page_directory, boot_tables, kernel_tables
boot_tables:
	.skip 4096
page_directory:
kernel_tables:
	.skip 4096

	.section .note.GNU-stack, "", @progbits
