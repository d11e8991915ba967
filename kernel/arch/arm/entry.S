/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry to and exit from interrupts and exceptions, and the stack switch. All code runs in
 * supervisor mode: handlers leave the mode of the exception at once, for the stack of the
 * interrupted task.
 */
#include "trap_kinds.h"

#define MODE_SUPERVISOR 0x13

	.text

	/* Eight vectors, in the order of the numbers in trap_kinds.h. */
	.globl trap_vectors
	.align	5
trap_vectors:
	b	.
	b	undefined
	b	call
	b	fetch_abort
	b	data_abort
	b	.
	b	irq
	b	fiq

	/* The return address differs from what the processor has put in lr by @distance. */
	.macro	trap_entry name, number, distance
\name:
	.if	\distance
	sub	lr, lr, #\distance
	.endif
	srsdb	sp!, #MODE_SUPERVISOR
	cps	#MODE_SUPERVISOR
	push	{r0-r12, lr}
	mov	r1, #\number
	b	trap_common
	.endm

	trap_entry undefined, TRAP_UNDEFINED, 4
	trap_entry call, TRAP_CALL, 0
	trap_entry fetch_abort, TRAP_FETCH, 4
	trap_entry data_abort, TRAP_DATA, 8
	trap_entry irq, TRAP_IRQ, 4
	trap_entry fiq, TRAP_FIQ, 4

	/* C wants the stack aligned; clrex is for whom we came between load and store exclusive. */
trap_common:
	mov	r0, sp
	mov	r4, sp
	bic	sp, sp, #7
	bl	trap_dispatch
	mov	sp, r4
	clrex
	pop	{r0-r12, lr}
	rfeia	sp!

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl machine_context_switch
machine_context_switch:
	push	{r3-r11, lr}
	str	sp, [r0]
	ldr	sp, [r1]
	mcr	p15, 0, r2, c13, c0, 4
	clrex
	pop	{r3-r11, pc}

	/*
	 * bool machine_code_call(const void *code). If the fetch of the first instruction faults,
	 * its handler continues at code_refused; it recognizes the call by the return address.
	 */
	.globl machine_code_call, code_returned, code_refused
machine_code_call:
	push	{r4, lr}
	blx	r0
code_returned:
	mov	r0, #1
	pop	{r4, pc}
code_refused:
	mov	r0, #0
	pop	{r4, pc}

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	ldrb	r2, [r0]
	strb	r2, [r1]
	mov	r0, #1
	bx	lr
try_read_refused:
	mov	r0, #0
	bx	lr

	.section .note.GNU-stack, "", %progbits
