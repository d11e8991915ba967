/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of each CPU, interrupt entry and exit, and the stack switch.
 * Two-level page tables, 4 MiB pages for the direct map.
 */
#include "layout.h"

#define PHYSICAL(symbol) ((symbol) - KERNEL_OFFSET)

	.section .boot, "ax"
	.align 4
	.long 0x1badb002 /* Multiboot; requests the size of memory */
	.long 2
	.long -(0x1badb002 + 2)

	.globl boot_entry
boot_entry:
	cli
	/* The direct map, an identity map for the first instructions, and the local APIC. */
	movl $PHYSICAL(kernel_directory), %edi
	movl $PDE_LARGE, %eax
	movl $DIRECT_LARGE_PAGES, %ecx
1:	movl %eax, (KERNEL_OFFSET >> 20)(%edi)
	addl $0x400000, %eax
	addl $4, %edi
	loop 1b
	movl $(APIC_LARGE_PAGE | PDE_LARGE_UNCACHED), PHYSICAL(kernel_directory) + (APIC_LARGE_PAGE >> 20)
	movl $PDE_LARGE, PHYSICAL(boot_directory)
	movl $PDE_LARGE, PHYSICAL(boot_directory) + (KERNEL_OFFSET >> 20)
	movl $boot_high, %ecx
	/* The other CPUs jump here from the trampoline. */
paging_on:
	movl %cr4, %eax
	orl $0x10, %eax
	movl %eax, %cr4
	movl $PHYSICAL(boot_directory), %eax
	movl %eax, %cr3
	movl %cr0, %eax
	orl $0x80010001, %eax
	movl %eax, %cr0
	jmp *%ecx

	.text
boot_high:
	movl $PHYSICAL(kernel_directory), %eax
	movl %eax, %cr3
	movl $(boot_stack + BOOT_STACK_SIZE), %esp
	xorl %ebp, %ebp
	pushl %ebx
	call boot_main
	hlt

other_high:
	movl $PHYSICAL(kernel_directory), %eax
	movl %eax, %cr3
	movl other_stack, %esp
	xorl %ebp, %ebp
	call other_main
	hlt

	/* Copied to TRAMPOLINE. In real mode, cs:ip is its first byte. */
	.globl trampoline_start, trampoline_end
trampoline_start:
	.code16
	cli
	movw %cs, %ax
	movw %ax, %ds
	lgdtl trampoline_gdt_pointer - trampoline_start
	movl %cr0, %eax
	orb $1, %al
	movl %eax, %cr0
	ljmpl $SELECTOR_CODE, $(TRAMPOLINE + trampoline_protected - trampoline_start)
	.code32
trampoline_protected:
	movw $SELECTOR_DATA, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movl $other_high, %ecx
	movl $paging_on, %eax
	jmp *%eax
	.align 8
trampoline_gdt:
	.quad 0
	.quad 0x00cf9b000000ffff
	.quad 0x00cf93000000ffff
trampoline_gdt_pointer:
	.word trampoline_gdt_pointer - trampoline_gdt - 1
	.long TRAMPOLINE + trampoline_gdt - trampoline_start
trampoline_end:

	/* 256 entries of 16 bytes. The processor pushes an error code for some vectors. */
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
	pushl %esp
	call trap
	addl $4, %esp
	popal
	addl $8, %esp
	iret

	/*
	 * void switch_to(uint32_t *save_esp, uint32_t esp, uint32_t cr3)
	 * Does not load CR3 if it would not change, so the TLB is not flushed then.
	 */
	.globl switch_to
switch_to:
	movl 4(%esp), %eax
	movl 8(%esp), %edx
	movl 12(%esp), %ecx
	pushl %ebp
	pushl %ebx
	pushl %esi
	pushl %edi
	movl %esp, (%eax)
	movl %edx, %esp
	movl %cr3, %eax
	cmpl %eax, %ecx
	je 1f
	movl %ecx, %cr3
1:	popl %edi
	popl %esi
	popl %ebx
	popl %ebp
	ret

	.bss
	.align 4096
	.globl kernel_directory
kernel_directory:
	.skip 4096
boot_directory:
	.skip 4096
boot_stack:
	.skip BOOT_STACK_SIZE
	/* For the CPU that starts: the end of its stack. */
	.globl other_stack
other_stack:
	.skip 4

	.section .note.GNU-stack, "", @progbits
