/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one: in supervisor mode, without
 * paging, interrupts off.
 */
#include "layout.h"

/* SCTLR: paging, data cache, branch prediction, instruction cache; and checks of alignment. */
#define SCTLR_BITS 0x1805
#define SCTLR_ALIGNMENT 0x2

	.section .boot, "ax"
	/* As Linux's image is entered: r2 is the address of the device tree. */
	.globl boot_entry
boot_entry:
	mov	r4, r2
	ldr	r5, =(task_stacks + STACK_SIZE)
	ldr	r6, =boot_main
	ldr	r0, =PHYSICAL(bss_start)
	ldr	r1, =PHYSICAL(kernel_end)
	mov	r2, #0
	mov	r3, #0
1:	strd	r2, r3, [r0], #8
	cmp	r0, r1
	blo	1b
	bl	tables_fill
	b	paging_on

	/* From PSCI: r0 is the idle task of this CPU. */
	.globl cpu_entry
cpu_entry:
	mov	r4, r0
	add	r5, r0, #STACK_SIZE
	ldr	r6, =ap_main

	/* r4 is the argument of the C function r6, which runs on the task stack that ends at r5. */
paging_on:
	mov	r0, #0
	mcr	p15, 0, r0, c8, c7, 0	/* TLBIALL */
	mcr	p15, 0, r0, c7, c5, 0	/* ICIALLU, and the branch predictor */
	mcr	p15, 0, r0, c7, c5, 6	/* BPIALL */
	bl	tables_load
	dsb
	isb
	mrc	p15, 0, r0, c1, c0, 0
	bic	r0, r0, #SCTLR_ALIGNMENT
	ldr	r1, =SCTLR_BITS
	orr	r0, r0, r1
	ldr	r1, =boot_high
	mcr	p15, 0, r0, c1, c0, 0
	isb
	bx	r1
	.ltorg

	.text
boot_high:
	/* Drop the map at physical addresses. */
	ldr	r0, =TTBCR_SHARED
	mcr	p15, 0, r0, c2, c0, 2
	isb
	mcr	p15, 0, r0, c8, c7, 0
	dsb
	isb
	ldr	r0, =trap_vectors
	mcr	p15, 0, r0, c12, c0, 0
	sub	r0, r5, #STACK_SIZE
	mcr	p15, 0, r0, c13, c0, 4	/* the current task */
	isb
	mov	sp, r5
	mov	r0, r4
	mov	lr, #0
	bx	r6

	.section .note.GNU-stack, "", %progbits
