/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry to and exit from interrupts and exceptions, and the stack switch.
 * All code runs in ring 0 with the same segments, so none is saved. There is no red zone.
 */
	.text

	/*
	 * 256 entries of 16 bytes. The processor pushes an error code for
	 * vectors 8, 10 to 14 and 17; the others push a zero instead.
	 */
	.globl trap_entries
	.align 16
trap_entries:
	.set vector, 0
	.rept 256
	.align 16
	.if (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17)
	.else
	pushq $0
	.endif
	pushq $vector
	jmp trap_common
	.set vector, vector + 1
	.endr

	/* The processor has aligned the stack, and here 22 words are on it: it is aligned again. */
trap_common:
	.irp register, rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15
	pushq %\register
	.endr
	cld
	movq %rsp, %rdi
	call trap_dispatch
	.irp register, r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax
	popq %\register
	.endr
	addq $16, %rsp
	iretq

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl machine_context_switch
machine_context_switch:
	pushq %rbp
	pushq %rbx
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	movq %rsp, (%rdi)
	movq (%rsi), %rsp
	movq %rdx, %gs:0
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbx
	popq %rbp
	ret

	/*
	 * bool machine_code_call(const void *code). If the fetch of the first
	 * instruction faults, the page fault handler continues at code_refused;
	 * it recognizes the call by the return address.
	 */
	.globl machine_code_call, code_returned, code_refused
machine_code_call:
	call *%rdi
code_returned:
	movl $1, %eax
	ret
code_refused:
	addq $8, %rsp
	xorl %eax, %eax
	ret

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the page
	 * fault handler continues at try_read_refused.
	 */
	.globl machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	movb (%rdi), %al
	movb %al, (%rsi)
	movl $1, %eax
	ret
try_read_refused:
	xorl %eax, %eax
	ret

	.section .note.GNU-stack, "", @progbits
