/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry to and exit from interrupts and exceptions, and the stack switch. All code runs at EL1
 * on the stack of its task.
 */
/* struct trap_frame in trap.c: x0 to x30, sp, the exception's return address and saved state. */
#define FRAME_BYTES 272
#define FRAME_SP 248
#define FRAME_RETURN 256

	.text

	/* An entry of the vector table: @handler is called with the frame. */
	.macro vector handler
	.align 7
	sub sp, sp, #FRAME_BYTES
	stp x0, x1, [sp]
	adr x0, \handler
	b trap_common
	.endm

	.align 11
	.globl trap_vectors
trap_vectors:
	/* With the stack pointer of applications: there are none. */
	.rept 4
	vector trap_unexpected
	.endr
	/* From the kernel: synchronous, IRQ, FIQ, system error. */
	vector trap_synchronous
	vector trap_irq
	vector trap_fiq
	vector trap_unexpected
	/* From applications. */
	.rept 8
	vector trap_unexpected
	.endr

trap_common:
	stp x2, x3, [sp, #16]
	stp x4, x5, [sp, #32]
	stp x6, x7, [sp, #48]
	stp x8, x9, [sp, #64]
	stp x10, x11, [sp, #80]
	stp x12, x13, [sp, #96]
	stp x14, x15, [sp, #112]
	stp x16, x17, [sp, #128]
	stp x18, x19, [sp, #144]
	stp x20, x21, [sp, #160]
	stp x22, x23, [sp, #176]
	stp x24, x25, [sp, #192]
	stp x26, x27, [sp, #208]
	stp x28, x29, [sp, #224]
	add x1, sp, #FRAME_BYTES
	stp x30, x1, [sp, #240]
	mrs x1, elr_el1
	mrs x2, spsr_el1
	stp x1, x2, [sp, #FRAME_RETURN]
	mov x1, x0
	mov x0, sp
	blr x1
	/* All masked: an exception would overwrite the return address. */
	msr daifset, #0xf
	ldp x1, x2, [sp, #FRAME_RETURN]
	msr elr_el1, x1
	msr spsr_el1, x2
	ldp x2, x3, [sp, #16]
	ldp x4, x5, [sp, #32]
	ldp x6, x7, [sp, #48]
	ldp x8, x9, [sp, #64]
	ldp x10, x11, [sp, #80]
	ldp x12, x13, [sp, #96]
	ldp x14, x15, [sp, #112]
	ldp x16, x17, [sp, #128]
	ldp x18, x19, [sp, #144]
	ldp x20, x21, [sp, #160]
	ldp x22, x23, [sp, #176]
	ldp x24, x25, [sp, #192]
	ldp x26, x27, [sp, #208]
	ldp x28, x29, [sp, #224]
	ldr x30, [sp, #240]
	ldp x0, x1, [sp]
	add sp, sp, #FRAME_BYTES
	eret

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl machine_context_switch
machine_context_switch:
	stp x29, x30, [sp, #-96]!
	stp x19, x20, [sp, #16]
	stp x21, x22, [sp, #32]
	stp x23, x24, [sp, #48]
	stp x25, x26, [sp, #64]
	stp x27, x28, [sp, #80]
	mov x3, sp
	str x3, [x0]
	ldr x3, [x1]
	mov sp, x3
	msr sp_el0, x2
	ldp x19, x20, [sp, #16]
	ldp x21, x22, [sp, #32]
	ldp x23, x24, [sp, #48]
	ldp x25, x26, [sp, #64]
	ldp x27, x28, [sp, #80]
	ldp x29, x30, [sp], #96
	ret

	/*
	 * bool machine_code_call(const void *code). If the fetch of the first instruction faults,
	 * the handler continues at code_refused; it recognizes the call by the return address.
	 */
	.globl machine_code_call, code_returned, code_refused
machine_code_call:
	stp x29, x30, [sp, #-16]!
	blr x0
code_returned:
	mov w0, #1
	ldp x29, x30, [sp], #16
	ret
code_refused:
	mov w0, wzr
	ldp x29, x30, [sp], #16
	ret

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	ldrb w2, [x0]
	strb w2, [x1]
	mov w0, #1
	ret
try_read_refused:
	mov w0, wzr
	ret

	.section .note.GNU-stack, "", @progbits
