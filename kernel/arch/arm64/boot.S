/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The header of the image (Linux, Documentation/arm64/booting), the first instructions of every
 * CPU, and the first page tables. The registers are described in ARM DDI 0487.
 */
#include "devices.h"
#include "layout.h"

/* The number of the block of 2 MiB in its gigabyte. */
#define BLOCK(address) ((address) >> LARGE_PAGE_SHIFT)

#define IMAGE_OFFSET 0x200000
#define IMAGE_PAGES_4K 2

/* MAIR_EL1, memory types by index: normal, cached; device nGnRE; normal, not cached. */
#define MAIR 0x4404ff

/*
 * TCR_EL1: both halves 39 bits, pages of 4 KiB, walks in cached, inner shareable
 * memory; 40 bits of physical address.
 */
#define TCR_HALF (25 | 1 << 8 | 1 << 10 | 3 << 12)
#define TCR_BOOT (TCR_HALF | TCR_HALF << 16 | 2 << 30 | 2 << 32)

/* SCTLR_EL1: MMU, data and instruction cache, check of sp; the bits that are one. */
#define SCTLR 0x30d0180d
/* SPSR_EL2: EL1 on its own stack, all interrupts masked. HCR_EL2: EL1 is 64-bit. */
#define SPSR_EL1 0x3c5
#define HCR_64 (1 << 31)

	.section .boot, "ax"
	.globl image_header
image_header:
	b boot_entry
	.long 0
	.quad IMAGE_OFFSET
	.quad image_bytes
	.quad IMAGE_PAGES_4K
	.quad 0, 0, 0
	.ascii "ARM\x64"
	.long 0

	/* x0: physical address of the device tree. The MMU is off, interrupts are masked. */
boot_entry:
	mov x20, x0
	ldr x21, =boot_high
	b mmu_on

	/* From PSCI. x0: the idle task. */
	.globl cpu_entry
cpu_entry:
	mov x20, x0
	ldr x21, =cpu_high
mmu_on:
	mrs x1, CurrentEL
	cmp x1, #(2 << 2)
	b.ne 1f
	mov x1, #HCR_64
	msr hcr_el2, x1
	mov x1, #SPSR_EL1
	msr spsr_el2, x1
	adr x1, 1f
	msr elr_el2, x1
	eret
1:	ldr x1, =MAIR
	msr mair_el1, x1
	ldr x1, =TCR_BOOT
	msr tcr_el1, x1
	adrp x1, identity_table
	msr ttbr0_el1, x1
	adrp x1, kernel_tables
	msr ttbr1_el1, x1
	/* The registers first, then what TLBs may hold, then the MMU. */
	isb
	tlbi vmalle1
	dsb nsh
	ldr x1, =SCTLR
	msr sctlr_el1, x1
	ldr x1, =trap_vectors
	msr vbar_el1, x1
	isb
	br x21

	.text
boot_high:
	adrp x1, bss_start
	add x1, x1, :lo12:bss_start
	adrp x2, kernel_end
	add x2, x2, :lo12:kernel_end
1:	stp xzr, xzr, [x1], #16
	cmp x1, x2
	b.lo 1b
	adrp x1, task_stacks
	add x1, x1, :lo12:task_stacks
	msr sp_el0, x1
	add sp, x1, #STACK_SIZE
	mov x0, x20
	mov x29, xzr
	mov x30, xzr
	b boot_main

cpu_high:
	msr sp_el0, x20
	add sp, x20, #STACK_SIZE
	bl identity_drop
	mov x29, xzr
	mov x30, xzr
	b ap_main

	/* Drop the identity map, on this CPU. */
	.globl identity_drop
identity_drop:
	ldr x1, =(TCR_BOOT | TCR_LOWER_HALF_OFF)
	msr tcr_el1, x1
	isb
	tlbi vmalle1
	dsb nsh
	isb
	ret

	/*
	 * The first tables are data, so that nothing is written with the caches off. Each maps what
	 * the comment says.
	 */
	.data
	.macro table name
	.align 12
	.globl \name
\name:
	.endm
	.macro to_table table
	.quad \table - KERNEL_OFFSET + TABLE_FLAGS
	.endm
	/* The rest of the table, after @used entries. */
	.macro nothing used
	.skip (TABLE_ENTRIES - \used) * 8
	.endm

	/* The upper half: devices, low memory, and the windows, which are in the last gigabyte. */
	table kernel_tables
	to_table device_table
	to_table direct_table
	nothing 3
	to_table page_directory

	/* The lower half while a CPU starts: the first gigabyte of RAM. */
	table identity_table
	.quad 0, RAM_PHYSICAL | BLOCK_ALL
	nothing 2

	/* The first gigabyte: the interrupt controller, and the console. */
	table device_table
	.skip BLOCK(GIC_PHYSICAL) * 8
	.quad GIC_PHYSICAL | BLOCK_DEVICE
	.skip (BLOCK(PL011_PHYSICAL) - BLOCK(GIC_PHYSICAL) - 1) * 8
	.quad PL011_PHYSICAL | BLOCK_DEVICE
	nothing BLOCK(PL011_PHYSICAL) + 1

	/* The second one: low memory. Only the second block, with the kernel's code, can be executed. */
	table direct_table
	.quad RAM_PHYSICAL | BLOCK_DATA
	.quad (RAM_PHYSICAL + IMAGE_OFFSET) | BLOCK_CODE
	.set block, RAM_PHYSICAL + 2 * IMAGE_OFFSET
	.rept DIRECT_LARGE_PAGES - 2
	.quad block | BLOCK_DATA
	.set block, block + (1 << LARGE_PAGE_SHIFT)
	.endr
	nothing DIRECT_LARGE_PAGES

	/* The last one: the tables of the windows; filled in window_tables.c. */
	table page_directory
	nothing 0

	.section .note.GNU-stack, "", @progbits
