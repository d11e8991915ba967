/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The vectors, their way into C and back, and the stack switch. All kernel code but this runs with
 * PS.EXCM clear, so that an exception in it comes to the kernel vector.
 */
#include "layout.h"

	.macro	each_register what
	.irp	number, 4,5,6,7,8,9,10,11,12,13,14,15
	\what	a\number, a1, \number * 4
	.endr
	.endm

	.section .boot, "ax"
	.globl	vectors
	.align	4096
	.begin	no-transform
vectors:
	/* Windows of registers are not in use, so there is room. */
tables_address:
	.word	TABLES_ADDRESS
dispatch_address:
	.word	trap_dispatch

	/*
	 * A table is not in the TLB: the processor could not load the PTE. So load it as data, for
	 * which the processor has the directory; the access is tried again, and finds the table.
	 */
	.globl	table_load
	.align	4
table_load:
	l32r	a2, tables_address
	srli	a3, a3, 12
	addx4	a2, a3, a2
	l32i	a2, a2, 0
	l32i	a3, a1, 3 * 4
	l32i	a2, a1, 2 * 4
	l32i	a0, a1, 0 * 4
	addi	a1, a1, FRAME_BYTES
	rfe

	/* a2 is the cause and a3 the address; these, a0 and a1 are saved. */
	.globl	exception
	.align	4
exception:
	s32i	a2, a1, FRAME_CAUSE
	s32i	a3, a1, FRAME_ADDRESS
	each_register s32i
	rsr.sar	a2
	rsr.epc1 a3
	rsr.ps	a4
	READ_SPECIAL(5, SR_SCOMPARE1)
	s32i	a2, a1, FRAME_SAR
	s32i	a3, a1, FRAME_PC
	s32i	a4, a1, FRAME_PS
	s32i	a5, a1, FRAME_SCOMPARE1
	/* Code that knows nothing of a15 may have been interrupted. */
	srli	a15, a1, STACK_SHIFT
	slli	a15, a15, STACK_SHIFT
	movi	a4, PS_KERNEL
	wsr.ps	a4
	rsync				/* what may fault, and be interrupted, sees PS */
	mov	a2, a1
	l32r	a0, dispatch_address
	callx0	a0

	/* The frame's PS has EXCM: no interrupt comes before RFE. */
	l32i	a4, a1, FRAME_PS
	l32i	a5, a1, FRAME_SCOMPARE1
	l32i	a3, a1, FRAME_PC
	l32i	a2, a1, FRAME_SAR
	wsr.ps	a4
	rsync				/* before EPC1 is written */
	WRITE_SPECIAL(5, SR_SCOMPARE1)
	wsr.epc1 a3
	wsr.sar	a2
	each_register l32i
	l32i	a3, a1, 3 * 4
	l32i	a2, a1, 2 * 4
	l32i	a0, a1, 0 * 4
	addi	a1, a1, FRAME_BYTES
	rsync				/* EPC1 is seen by RFE */
	rfe

	.org	VECTOR_KERNEL
	/* EXCVADDR is read first: the processor may write it when it loads a TLB entry. */
	.globl	kernel_vector
kernel_vector:
	addi	a1, a1, -FRAME_BYTES
	s32i	a0, a1, 0 * 4
	s32i	a2, a1, 2 * 4
	s32i	a3, a1, 3 * 4
	rsr.excvaddr a3
	rsr.exccause a2
	addi	a0, a2, -CAUSE_DATA_MISS
	beqz	a0, table_load_near
	beqi	a2, CAUSE_FETCH_MISS, table_load_near
	j	exception
table_load_near:
	j	table_load

	.org	VECTOR_DOUBLE
	/* Never right: what the handlers do before they clear EXCM needs no table. */
double_vector:
	addi	a1, a1, -FRAME_BYTES
	s32i	a0, a1, 0 * 4
	s32i	a2, a1, 2 * 4
	s32i	a3, a1, 3 * 4
	rsr.excvaddr a3
	rsr.exccause a2
	addi	a2, a2, CAUSE_DOUBLE
	j	exception
	.end	no-transform

	.text
	/*
	 * void machine_context_switch(struct context *from, struct context *to, struct task *next)
	 */
	.globl	machine_context_switch
	.align	4
machine_context_switch:
	addi	a1, a1, -16
	s32i	a0, a1, 0
	s32i	a12, a1, 4
	s32i	a13, a1, 8
	s32i	a14, a1, 12
	s32i	a1, a2, 0
	l32i	a1, a3, 0
	mov	a15, a4
	l32i	a0, a1, 0
	l32i	a12, a1, 4
	l32i	a13, a1, 8
	l32i	a14, a1, 12
	addi	a1, a1, 16
	ret

	/* void machine_idle(void): WAITI lets interrupts through and waits, in one step. */
	.globl	machine_idle
	.align	4
machine_idle:
	waiti	0
	ret

	/*
	 * bool machine_code_call(const void *code). First drop all that the instruction cache has:
	 * III a3, 0 wants no right to execute the code.
	 */
	.globl	machine_code_call, code_returned, code_refused
	.align	4
machine_code_call:
	addi	a1, a1, -16
	s32i	a0, a1, 0
	movi	a3, FIXED_BASE
	movi	a4, FIXED_BASE + CODE_CACHE_BYTES
1:	.byte	0xf2, 0x73, 0
	addi	a3, a3, CODE_CACHE_LINE
	bltu	a3, a4, 1b
	isync				/* the code is fetched as it was written */
	callx0	a2
code_returned:
	movi	a2, 1
	l32i	a0, a1, 0
	addi	a1, a1, 16
	ret
code_refused:
	movi	a2, 0
	l32i	a0, a1, 0
	addi	a1, a1, 16
	ret

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the
	 * handler continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
	.align	4
machine_try_read:
try_read_load:
	l8ui	a4, a2, 0
	s8i	a4, a3, 0
	movi	a2, 1
	ret
try_read_refused:
	movi	a2, 0
	ret

	.section .note.GNU-stack, "", %progbits
