/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of every CPU in RAM: at physical addresses, the MMU off. The instruction
 * that turns it on is the last one there.
 */
#include "devices.h"
#include "layout.h"

	/* Make the entry at address \entry lead to the table at \table; physical addresses. */
	.macro	link entry, table, scratch
	srl	\table, ENTRY_SHIFT, \scratch
	or	\scratch, ENTRY_TO_TABLE, \scratch
	st	\scratch, [\entry]
	.endm

	.section .boot, "ax"
	.globl	boot_entry
boot_entry:
	wr	%g0, PSR_LEVEL | PSR_SUPERVISOR, %psr
	wr	%g0, 0, %wim
	nop
	nop
	nop
	set	CPU_REGISTER, %g1
	ldda	[%g1] ASI_CPU, %g2
	srl	%g3, CPU_NUMBER_SHIFT, %g3
	andcc	%g3, CPU_NUMBER_MASK, %g4
	bne	cpu_enable
	 nop

	set	PHYSICAL(bss_start), %g1
	set	PHYSICAL(kernel_end), %g2
1:	st	%g0, [%g1]
	add	%g1, 4, %g1
	cmp	%g1, %g2
	blu	1b
	 nop
	/* The last entries of the topmost table lead to all tables of the second level. */
	set	PHYSICAL(kernel_tables) + (DIRECTORY_BASE >> TOP_SHIFT) * TABLE_ENTRY_BYTES, %g1
	set	PHYSICAL(page_directory), %g2
	add	%g1, DIRECTORY_TABLES * TABLE_ENTRY_BYTES, %g3
2:	link	%g1, %g2, %g5
	add	%g1, TABLE_ENTRY_BYTES, %g1
	cmp	%g1, %g3
	bne	2b
	 add	%g2, TABLE_BYTES, %g2
	/* Every CPU has a context, whose number is its own; all are the same as yet. */
	set	PHYSICAL(context_table), %g1
	set	PHYSICAL(kernel_tables), %g2
	add	%g1, (CPU_NUMBER_MASK + 1) * TABLE_ENTRY_BYTES, %g3
3:	link	%g1, %g2, %g5
	add	%g1, TABLE_ENTRY_BYTES, %g1
	cmp	%g1, %g3
	bne	3b
	 nop

	/* %g4: the number of this CPU. */
cpu_enable:
	set	PHYSICAL(context_table), %g1
	srl	%g1, ENTRY_SHIFT, %g1
	mov	MMU_CONTEXT_TABLE, %g2
	sta	%g1, [%g2] ASI_MMU
	mov	MMU_CONTEXT, %g2
	sta	%g4, [%g2] ASI_MMU
	mov	FLUSH_ALL, %g2
	sta	%g0, [%g2] ASI_FLUSH
	lda	[%g0] ASI_MMU, %g2
	or	%g2, MMU_ENABLE, %g2
	set	cpu_mapped, %g1
	jmp	%g1
	 sta	%g2, [%g0] ASI_MMU

	.text
	/* At the kernel's addresses: a C function, on the stack of the task of this CPU. */
cpu_mapped:
	set	trap_table, %g1
	wr	%g1, 0, %tbr
	set	task_stacks, %g6
	set	boot_main, %g1
	tst	%g4
	be	1f
	 nop
	set	starting_task, %g6
	ld	[%g6], %g6
	set	processor_main, %g1
1:	set	STACK_SIZE - CALL_BYTES, %sp
	add	%sp, %g6, %sp
	rd	%psr, %g2
	wr	%g2, PSR_TRAPS, %psr
	nop
	nop
	nop
	jmp	%g1
	 mov	0, %o7

	.section .data.tables, "aw"
	.align	1024
	.globl	kernel_tables, context_table
kernel_tables:
	.org	kernel_tables + (KERNEL_OFFSET >> TOP_SHIFT) * TABLE_ENTRY_BYTES
	.set	block, 0
	.rept	DIRECT_MIB >> (TOP_SHIFT - 20)
	.word	block | ENTRY_MEMORY
	.set	block, block + (1 << (TOP_SHIFT - ENTRY_SHIFT))
	.endr
	.org	kernel_tables + (SLAVIO_ADDRESS >> TOP_SHIFT) * TABLE_ENTRY_BYTES
	.word	SLAVIO_ENTRY | ENTRY_DEVICE
	.org	kernel_tables + (CONFIG_ADDRESS >> TOP_SHIFT) * TABLE_ENTRY_BYTES
	.word	CONFIG_ENTRY | ENTRY_DEVICE
	.org	kernel_tables + (IDLE_ADDRESS >> TOP_SHIFT) * TABLE_ENTRY_BYTES
	.word	POWER_ENTRY | ENTRY_DEVICE
	.org	kernel_tables + TOP_ENTRIES * TABLE_ENTRY_BYTES
context_table:
	.skip	(CPU_NUMBER_MASK + 1) * TABLE_ENTRY_BYTES

	.section .bss.tables, "aw", @nobits
	.align	TABLE_BYTES
	.globl	page_directory
page_directory:
	.skip	DIRECTORY_TABLES * TABLE_BYTES

	.section .note.GNU-stack, "", @progbits
