/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first page tables of long mode: a directory for the direct map, and one for the rest.
 */
#include "layout.h"

#define TABLE_RW 0x003
#define ENTRY(number) ((number) * TABLE_ENTRY_BYTES)

	/*
	 * Fill the tables, before paging is on. boot_tables has an identity map in addition,
	 * which shares the directory of the direct map.
	 */
	.section .boot, "ax"
	.code32
	.globl tables_fill
tables_fill:
	movl $PHYSICAL(middle_table) + TABLE_RW, %eax
	movl %eax, PHYSICAL(boot_tables) + ENTRY(511)
	movl %eax, PHYSICAL(kernel_tables) + ENTRY(511)
	movl $PHYSICAL(boot_middle_table) + TABLE_RW, PHYSICAL(boot_tables)
	movl $PHYSICAL(page_directory) + TABLE_RW, PHYSICAL(middle_table) + ENTRY(511)
	movl $PHYSICAL(direct_directory), %edi
	leal TABLE_RW(%edi), %eax
	movl %eax, PHYSICAL(middle_table) + ENTRY(510)
	movl %eax, PHYSICAL(boot_middle_table)

	movl $PTE_LARGE_RW, %eax
	movl $DIRECT_LARGE_PAGES, %ecx
1:	movl %eax, (%edi)
	addl $(1 << LARGE_PAGE_SHIFT), %eax
	addl $TABLE_ENTRY_BYTES, %edi
	loop 1b
	ret

	.bss
	.align 4096
	.globl page_directory, direct_directory, boot_tables, kernel_tables
page_directory:
	.skip 4096
direct_directory:
	.skip 4096
boot_tables:
	.skip 4096
boot_middle_table:
	.skip 4096
kernel_tables:
	.skip 4096
middle_table:
	.skip 4096

	.section .note.GNU-stack, "", @progbits
