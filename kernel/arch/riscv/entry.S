/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry to and exit from interrupts and exceptions, and the stack switch. All code runs in
 * supervisor mode on the stack of its task, to which tp points.
 */
#include "layout.h"

#define WORD(n) ((n)*REGISTER_BYTES)

/* struct trap_frame in trap.c: x0 to x31, the return address and the status; then nothing. */
#define FRAME_WORDS 36
#define FRAME_RETURN 32
#define FRAME_STATUS 33

	.text
	/* All registers but those that have a meaning everywhere, at the words that have their numbers. */
	.macro	registers instruction
	.irp	number, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, \
		27, 28, 29, 30, 31
	\instruction x\number, WORD(\number)(sp)
	.endr
	.endm

	.align	2
	.globl	trap_entry
trap_entry:
	addi	sp, sp, -WORD(FRAME_WORDS)
	REGISTER_STORE x1, WORD(1)(sp)
	REGISTER_STORE gp, WORD(3)(sp)
	REGISTER_STORE tp, WORD(4)(sp)
	registers REGISTER_STORE
	addi	t0, sp, WORD(FRAME_WORDS)
	REGISTER_STORE t0, WORD(2)(sp)
	csrr	t0, sepc
	REGISTER_STORE t0, WORD(FRAME_RETURN)(sp)
	csrr	t0, sstatus
	REGISTER_STORE t0, WORD(FRAME_STATUS)(sp)
	mv	a0, sp
	call	trap_dispatch
	/* Interrupts off: one would overwrite the return address. */
	csrci	sstatus, STATUS_INTERRUPTS
	/* Whom we interrupted may stand between LR and SC, which must fail now (3.3.2). */
	REGISTER_LOAD t0, WORD(FRAME_RETURN)(sp)
	addi	t1, sp, WORD(FRAME_RETURN)
	REGISTER_STORE_CONDITIONAL zero, t0, (t1)
	csrw	sepc, t0
	REGISTER_LOAD t0, WORD(FRAME_STATUS)(sp)
	csrw	sstatus, t0
	REGISTER_LOAD x1, WORD(1)(sp)
	registers REGISTER_LOAD
	addi	sp, sp, WORD(FRAME_WORDS)
	sret

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl	machine_context_switch
machine_context_switch:
	addi	sp, sp, -WORD(SWITCH_WORDS)
	REGISTER_STORE ra, WORD(SWITCH_ENTRY)(sp)
	REGISTER_STORE s0, WORD(2)(sp)
	REGISTER_STORE s1, WORD(3)(sp)
	.irp	number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
	REGISTER_STORE s\number, WORD(2 + \number)(sp)
	.endr
	REGISTER_STORE sp, (a0)
	REGISTER_LOAD sp, (a1)
	mv	tp, a2
	REGISTER_LOAD ra, WORD(SWITCH_ENTRY)(sp)
	REGISTER_LOAD s0, WORD(2)(sp)
	REGISTER_LOAD s1, WORD(3)(sp)
	.irp	number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
	REGISTER_LOAD s\number, WORD(2 + \number)(sp)
	.endr
	addi	sp, sp, WORD(SWITCH_WORDS)
	ret

	/*
	 * void machine_interrupt_self(void), and what stands for a non-maskable interrupt: the handler
	 * knows these breakpoints. Interrupts may be off for both.
	 */
	.globl	machine_interrupt_self, machine_nmi_self, test_break, nmi_break
machine_interrupt_self:
test_break:
	ebreak
	ret
machine_nmi_self:
nmi_break:
	ebreak
	ret

	/*
	 * bool machine_code_call(const void *code). Another hart may have written the code. If the
	 * fetch of the first instruction faults, the handler continues at code_refused; it recognizes
	 * the call by the return address.
	 */
	.globl	machine_code_call, code_returned, code_refused
machine_code_call:
	addi	sp, sp, -16
	REGISTER_STORE ra, (sp)
	fence.i
	jalr	a0
code_returned:
	li	a0, 1
	j	1f
code_refused:
	li	a0, 0
1:	REGISTER_LOAD ra, (sp)
	addi	sp, sp, 16
	ret

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	lbu	a2, (a0)
	sb	a2, (a1)
	li	a0, 1
	ret
try_read_refused:
	li	a0, 0
	ret

	.section .note.GNU-stack, "", @progbits
