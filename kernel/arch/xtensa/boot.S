/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one: at the kernel's addresses, which
 * are mapped from the start.
 */
#include "layout.h"

	.text
	.literal_position
	/* From the loader: a2 points to its parameters. */
	.globl	boot_entry
	.align	4
boot_entry:
	movi	a3, PS_KERNEL
	wsr.ps	a3
	rsync
	movi	a3, bss_start
	movi	a4, kernel_end
	movi	a5, 0
1:	s32i	a5, a3, 0
	s32i	a5, a3, 4
	addi	a3, a3, 8
	bltu	a3, a4, 1b
	movi	a15, task_stacks
	movi	a3, boot_main
	j	cpu_init

	/* By cpu_reset: a2 is the idle task of this CPU. */
	.literal_position
	.align	4
ap_entry:
	movi	a3, PS_KERNEL
	wsr.ps	a3
	rsync
	movi	a2, cpu_starting
	l32i	a2, a2, 0
	mov	a15, a2
	movi	a3, ap_main

	/* The C function a3 runs on the stack of the task a15, with a2. */
cpu_init:
	movi	a4, 0
	wsr.intenable a4
	movi	a4, vectors		/* linked where it is loaded */
	movi	a5, FIXED_BASE
	or	a4, a4, a5
	wsr.vecbase a4
	rsync
	movi	a4, STACK_SIZE - 16
	add	a1, a15, a4
	movi	a0, 0
	jx	a3

	/*
	 * What goes where CPUs but the boot CPU begin: there the data comes behind the code, so the
	 * literal is loaded by hand.
	 */
	.globl	cpu_reset, cpu_reset_end
	.align	4
	.begin	no-transform
cpu_reset:
	j	1f
	.align	4
2:	.word	ap_entry
1:	l32r	a2, 2b
	jx	a2
	.align	4
cpu_reset_end:
	.end	no-transform

	.section .note.GNU-stack, "", %progbits
