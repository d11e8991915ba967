/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Before paging is on: whether the processor has what the page tables need, and what is said
 * if it has not.
 */
#include "layout.h"

	.section .boot, "ax"
	.code32

	/*
	 * Clears the zero flag if the processor has what the page tables need. One that cannot
	 * change the ID flag has no CPUID, hence nothing of it. Overwrites all registers but
	 * esi, edi and ebp.
	 */
	.globl has_paging
has_paging:
	pushfl
	popl %eax
	movl %eax, %ecx
	xorl $EFLAGS_ID, %eax
	pushl %eax
	popfl
	pushfl
	popl %eax
	xorl %ecx, %eax
	testl $EFLAGS_ID, %eax
	jz 2f
	/* The last leaf of this kind; of a kind that the processor does not have, something small. */
	movl $(CPUID_LEAF & 0x80000000), %eax
	cpuid
	cmpl $CPUID_LEAF, %eax
	jb 1f
	movl $CPUID_LEAF, %eax
	cpuid
	testl $CPUID_PAGING, %edx
	ret
1:	xorl %eax, %eax
2:	ret

	/* print() cannot run without paging, so write the panic message and the @end line here. */
	.globl no_paging
no_paging:
	cld
	movl $no_paging_text, %esi
1:	movw $SERIAL_STATUS, %dx
2:	inb %dx, %al
	testb $SERIAL_READY, %al
	jz 2b
	movw $SERIAL_PORT, %dx
	lodsb
	testb %al, %al
	jz 3f
	outb %al, %dx
	jmp 1b
3:	movl $EXIT_FAILED, %eax
	movw $EXIT_PORT, %dx
	outl %eax, %dx
4:	hlt
	jmp 4b

#define NO_PAGING "this processor has no " PAGING_NAME ": the kernel needs it"
no_paging_text:
	.asciz "panic: " NO_PAGING "\n@end status=failed why=\"" NO_PAGING "\"\n"

	.section .note.GNU-stack, "", @progbits
