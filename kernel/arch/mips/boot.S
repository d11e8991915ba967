/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one: in KSEG0, with the vectors of the
 * boot ROM.
 */
#include "layout.h"
#include "names.h"

	.set	noreorder
	.set	mt

	.text
	/* From the loader: a1 and a2 are its arguments and its environment. */
	.globl	boot_entry
boot_entry:
	la	t0, bss_start
	la	t1, kernel_end
1:	sw	zero, 0(t0)
	sw	zero, 4(t0)
	addiu	t0, t0, 8
	bne	t0, t1, 1b
	nop
	la	gp, task_stacks
	la	t9, boot_main
	move	a0, a1
	b	cpu_init
	move	a1, a2

	/* From mips_vpe.c: gp is the idle task of this CPU. */
	.globl	cpu_entry
cpu_entry:
	move	a0, gp
	la	t9, ap_main

	/* The C function t9 runs on the stack of the task gp, with a0 and a1. */
cpu_init:
	/* EBase is written while the vectors of the boot ROM are in use (9.33). */
	li	t0, STATUS_BOOT_VECTORS
	mtc0	t0, CP0_STATUS
	ehb				/* Status is seen by the write of EBase */
	la	t0, vectors
	mtc0	t0, CP0_EBASE
	mfc0	t0, CP0_CONFIG
	li	t1, CONFIG_CACHED
	ins	t0, t1, 0, 3
	mtc0	t0, CP0_CONFIG
	li	t0, CAUSE_BITS
	mtc0	t0, CP0_CAUSE
	mtc0	zero, CP0_PAGE_MASK
	mtc0	zero, CP0_WIRED
	srl	t0, gp, STACK_SHIFT
	andi	t0, t0, 0xff
	mtc0	t0, CP0_ENTRY_HI
	li	t0, STATUS_BITS
	mtc0	t0, CP0_STATUS
	ehb				/* all of these are seen by what follows */
	li	t0, STACK_SIZE - 32
	addu	sp, gp, t0
	/* JR.HB: Config is seen by instruction fetches as well. */
	move	ra, zero
	jr.hb	t9
	nop

	.section .note.GNU-stack, "", %progbits
