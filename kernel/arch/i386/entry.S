/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Entry to and exit from interrupts and exceptions, and the stack switch.
 * All code runs in ring 0 with the same segments, so none is saved.
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
	pushl $0
	.endif
	pushl $vector
	jmp trap_common
	.set vector, vector + 1
	.endr

trap_common:
	pushal
	cld
	movl %esp, %eax
	call trap_dispatch
	popal
	addl $8, %esp
	iret

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl machine_context_switch
machine_context_switch:
	pushl %ebp
	pushl %ebx
	pushl %esi
	pushl %edi
	movl %esp, (%eax)
	movl (%edx), %esp
	movl %ecx, %gs:0
	popl %edi
	popl %esi
	popl %ebx
	popl %ebp
	ret

	/*
	 * bool machine_code_call(const void *code). If the fetch of the first
	 * instruction faults, the page fault handler continues at code_refused;
	 * it recognizes the call by the return address.
	 */
	.globl machine_code_call, code_returned, code_refused
machine_code_call:
	call *%eax
code_returned:
	movl $1, %eax
	ret
code_refused:
	addl $4, %esp
	xorl %eax, %eax
	ret

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the page
	 * fault handler continues at try_read_refused.
	 */
	.globl machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	movb (%eax), %al
	movb %al, (%edx)
	movl $1, %eax
	ret
try_read_refused:
	xorl %eax, %eax
	ret

	.section .note.GNU-stack, "", @progbits
