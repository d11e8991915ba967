/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of the boot CPU and of every other one, which run at their physical
 * addresses, in a map of low memory that the loader has left in TLB1.
 */
#include "devices.h"
#include "layout.h"

	.macro	word_load register, value
	lis	\register, (\value)@h
	ori	\register, \register, (\value)@l
	.endm

	/* Write MAS1, MAS2, MAS3 and MAS7, and the entry of TLB1 that MAS0 names. */
	.macro	tlb1_write entry, size, address, attributes, high, low, permissions
	lis	%r10, (MAS0_TLB1 >> 16) | (TLB1_FIRST + \entry)
	mtspr	SPR_MAS0, %r10
	word_load %r10, MAS1_VALID | MAS1_PROTECTED | \size << MAS1_SIZE_SHIFT
	mtspr	SPR_MAS1, %r10
	word_load %r10, (\address) | \attributes
	mtspr	SPR_MAS2, %r10
	word_load %r10, (\low) | \permissions
	mtspr	SPR_MAS3, %r10
	li	%r10, \high
	mtspr	SPR_MAS7, %r10
	isync
	tlbwe
	isync
	.endm

	.section .boot, "ax"
	/* From the loader: r3 is the physical address of the device tree. */
	.globl	boot_entry
boot_entry:
	word_load %r4, PHYSICAL(bss_start)
	word_load %r5, PHYSICAL(kernel_end)
	li	%r0, 0
1:	stw	%r0, 0(%r4)
	addi	%r4, %r4, 4
	cmplw	%r4, %r5
	blt	1b
	word_load %r2, task_stacks
	word_load %r9, boot_main
	b	cpu_init

	/* From machine_cpu_start(): r3 is the idle task of this CPU. */
	.globl	cpu_entry
cpu_entry:
	mr	%r2, %r3
	word_load %r9, ap_main

	/* The C function r9 runs on the stack of the task r2, with r3. */
cpu_init:
	tlb1_write 0, SIZE_256M, KERNEL_OFFSET, MAS2_COHERENT, 0, 0, MAS3_CODE
	tlb1_write 1, SIZE_256M, KERNEL_OFFSET + 0x10000000, MAS2_COHERENT, 0, 0x10000000, MAS3_DATA
	tlb1_write 2, SIZE_256M, KERNEL_OFFSET + 0x20000000, MAS2_COHERENT, 0, 0x20000000, MAS3_DATA
	tlb1_write 3, SIZE_1M, DEVICES_ADDRESS, MAS2_DEVICE, DEVICES_HIGH, DEVICES_LOW, MAS3_DATA
	tlb1_write 4, SIZE_1M, PCI_ADDRESS, MAS2_DEVICE, PCI_HIGH, PCI_LOW, MAS3_DATA
	word_load %r10, cpu_virtual
	mtctr	%r10
	bctr

	.text
	/* In the direct map: drop all other entries of TLB1. */
cpu_virtual:
	mfspr	%r11, SPR_TLB1CFG
	clrlwi	%r11, %r11, 20			/* the number of entries */
	mtctr	%r11
	lis	%r10, MAS0_TLB1 >> 16
	lis	%r12, 1 << (MAS0_ENTRY_SHIFT - 16)
	li	%r0, 0
1:	rlwinm	%r11, %r10, 32 - MAS0_ENTRY_SHIFT, 20, 31
	addi	%r11, %r11, -TLB1_FIRST
	cmplwi	%r11, TLB1_COUNT
	blt	2f
	mtspr	SPR_MAS0, %r10
	mtspr	SPR_MAS1, %r0
	isync
	tlbwe
2:	add	%r10, %r10, %r12
	bdnz	1b
	isync

	word_load %r10, vectors
	mtspr	SPR_IVPR, %r10
	/* The registers of the vectors have the lower half of their addresses. */
	clrlwi	%r10, %r10, 16
	.irp	number, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	.if	\number != VECTOR_DATA_MISS && \number != VECTOR_INSTRUCTION_MISS
	addi	%r11, %r10, \number * VECTOR_BYTES
	mtspr	SPR_IVOR0 + \number, %r11
	.endif
	.endr
	li	%r11, data_miss@l
	clrlwi	%r11, %r11, 16
	mtspr	SPR_IVOR0 + VECTOR_DATA_MISS, %r11
	li	%r11, instruction_miss@l
	clrlwi	%r11, %r11, 16
	mtspr	SPR_IVOR0 + VECTOR_INSTRUCTION_MISS, %r11
	rlwinm	%r11, %r2, 32 - STACK_SHIFT, 24, 31
	mtspr	SPR_PID, %r11
	li	%r11, MSR_BITS
	mtmsr	%r11
	isync
	addi	%r1, %r2, STACK_SIZE - STACK_ROOM
	stw	%r0, 0(%r1)
	mtlr	%r0
	mtctr	%r9
	bctr

	.section .note.GNU-stack, "", %progbits
