/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one.
 */
#include "layout.h"

#define MULTIBOOT_MAGIC 0x1badb002
/* Modules on page boundaries, and a memory map. */
#define MULTIBOOT_FLAGS 0x00000003

	.section .boot, "ax"
	.align 4
multiboot_header:
	.long MULTIBOOT_MAGIC
	.long MULTIBOOT_FLAGS
	.long -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	/* From the loader: eax is its magic number, ebx the boot information. */
	.globl boot_entry
boot_entry:
	cli
	movl %eax, %esi
	movl $PHYSICAL(task_stacks + STACK_SIZE - 16), %esp
	movl %ebx, %ebp
	call has_paging
	jz no_paging
	call tables_fill
	movl %ebp, %ebx

	movl $boot_high, %ecx
	/* The boot CPU falls through; the others jump here from the trampoline. */
paging_on:
	movl %cr4, %eax
	orl $CR4_PAGING, %eax
	movl %eax, %cr4
	movl $PHYSICAL(boot_tables), %eax
	movl %eax, %cr3
	movl %cr0, %eax
	orl $CR0_BITS, %eax
	movl %eax, %cr0
	jmp *%ecx

	.text
boot_high:
	/* Drop the identity map. */
	movl $PHYSICAL(kernel_tables), %eax
	movl %eax, %cr3
	movl $(task_stacks + STACK_SIZE - 16), %esp
	xorl %ebp, %ebp
	movl %esi, %eax
	movl %ebx, %edx
	call boot_main
	hlt

ap_high:
	movl $PHYSICAL(kernel_tables), %eax
	movl %eax, %cr3
	movl ap_stack, %esp
	xorl %ebp, %ebp
	movl ap_number, %eax
	call ap_main
	hlt

	/* Copied to TRAMPOLINE_PHYSICAL. In real mode, cs:ip is its first byte. */
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
	ljmpl $SELECTOR_CODE, $(TRAMPOLINE_PHYSICAL + trampoline_protected - trampoline_start)
	.code32
trampoline_protected:
	movw $SELECTOR_DATA, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %ss
	movl $ap_high, %ecx
	movl $paging_on, %eax
	jmp *%eax
	.align 8
trampoline_gdt:
	.quad 0
	.quad 0x00cf9b000000ffff
	.quad 0x00cf93000000ffff
trampoline_gdt_pointer:
	.word trampoline_gdt_pointer - trampoline_gdt - 1
	.long TRAMPOLINE_PHYSICAL + trampoline_gdt - trampoline_start
trampoline_end:

	.bss
	.align 4
	/* For the CPU that starts: the end of its stack, and its number. */
	.globl ap_stack, ap_number
ap_stack:
	.skip 4
ap_number:
	.skip 4

	.section .note.GNU-stack, "", @progbits
