/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one: from 32 bits into long mode
 * (AMD64 Architecture Programmer's Manual volume 2, 14.6).
 */
#include "layout.h"

#define MULTIBOOT_MAGIC 0x1badb002
/* Modules on page boundaries, and a memory map. */
#define MULTIBOOT_FLAGS 0x00000003

#define MSR_EFER 0xc0000080
#define EFER_LONG_MODE 0x00000100

/* The lower half of a high address: instructions of 64 bits extend its sign. */
#define LOWER_HALF(symbol) ((symbol)-0xffffffff00000000)

	.section .boot, "ax"
	.code32
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

	movl $LOWER_HALF(boot_high), %edi
	/* The boot CPU falls through; the others jump here from the trampoline. */
long_mode_on:
	movl %cr4, %eax
	orl $CR4_PAGING, %eax
	movl %eax, %cr4
	movl $PHYSICAL(boot_tables), %eax
	movl %eax, %cr3
	movl $MSR_EFER, %ecx
	rdmsr
	orl $EFER_LONG_MODE, %eax
	wrmsr
	movl %cr0, %eax
	orl $CR0_BITS, %eax
	movl %eax, %cr0
	lgdtl boot_gdt_pointer
	ljmpl $SELECTOR_CODE, $long_mode
	.code64
long_mode:
	movslq %edi, %rdi
	jmp *%rdi

	.align 8
boot_gdt:
	.quad 0
	.quad 0x00af9b000000ffff
	.quad 0x00cf93000000ffff
boot_gdt_pointer:
	.word boot_gdt_pointer - boot_gdt - 1
	.long boot_gdt

	.text
boot_high:
	/* Drop the identity map. */
	movq $PHYSICAL(kernel_tables), %rax
	movq %rax, %cr3
	movq $(task_stacks + STACK_SIZE - 16), %rsp
	movl %esi, %edi
	movl %ebp, %esi
	xorl %ebp, %ebp
	call boot_main
	hlt

ap_high:
	movq $PHYSICAL(kernel_tables), %rax
	movq %rax, %cr3
	movq ap_stack, %rsp
	xorl %ebp, %ebp
	movl ap_number, %edi
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
	movl $LOWER_HALF(ap_high), %edi
	movl $long_mode_on, %eax
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
	.align 8
	/* For the CPU that starts: the end of its stack, and its number. */
	.globl ap_stack, ap_number
ap_stack:
	.skip 8
ap_number:
	.skip 4

	.section .note.GNU-stack, "", @progbits
