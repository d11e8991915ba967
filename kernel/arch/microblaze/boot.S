/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions, at physical addresses: nothing is translated, caches are off and stay so.
 */
#include "devices.h"
#include "layout.h"

	.section .boot, "ax"
	/* r7: the physical address of the device tree. */
	.globl	boot_entry
boot_entry:
	addik	r3, r0, bss_start - KERNEL_OFFSET
	addik	r4, r0, kernel_end - KERNEL_OFFSET
1:	swi	r0, r3, 0
	addik	r3, r3, 4
	rsubk	r5, r3, r4
	bnei	r5, 1b

	/* What is in the TLB is random. All pages are the kernel's, and of all address spaces. */
	mts	rpid, r0
	mts	rzpr, r0
	addik	r3, r0, TLB_LAST_ENTRY
1:	mts	rtlbx, r3
	mts	rtlbhi, r0
	addik	r3, r3, -1
	bgei	r3, 1b

	/* The entries that stay: low memory, then devices. */
	addik	r3, r0, 0
	addik	r4, r0, KERNEL_OFFSET + RAM_PHYSICAL + TLB_LARGE
	addik	r5, r0, RAM_PHYSICAL + TLB_MEMORY
	addik	r6, r0, TLB_PAGE_BYTES
1:	mts	rtlbx, r3
	mts	rtlblo, r5
	mts	rtlbhi, r4
	addik	r3, r3, 1
	addk	r4, r4, r6
	xori	r8, r3, TLB_DIRECT_ENTRIES
	bneid	r8, 1b
	addk	r5, r5, r6
	.irp	devices, DEVICES_FIRST, DEVICES_SECOND
	mts	rtlbx, r3
	addik	r4, r0, \devices + TLB_DEVICE
	mts	rtlblo, r4
	addik	r4, r0, \devices + TLB_LARGE
	mts	rtlbhi, r4
	addik	r3, r3, 1
	.endr
	addik	r3, r0, TLB_LAST_ENTRY
	swi	r3, r0, TLB_NEXT

	/* The vectors lie at address 0, in memory of its own. */
	addik	r3, r0, VECTOR_BYTES - 4
1:	lwi	r4, r3, vectors
	swi	r4, r3, 0
	bneid	r3, 1b
	addik	r3, r3, -4

	/*
	 * The board's device tree is for 128 MiB, however many there are. So look what comes back
	 * from the begin of each large page, up to the devices; where there is nothing, zero does.
	 */
	addik	r6, r0, RAM_PHYSICAL
	addik	r4, r0, TLB_PAGE_BYTES
1:	addk	r6, r6, r4
	addik	r3, r0, RAM_LIMIT
	xor	r3, r3, r6
	beqi	r3, 2f
	lwi	r5, r6, 0
	swi	r6, r6, 0
	lwi	r3, r6, 0
	swi	r5, r6, 0
	xor	r3, r3, r6
	beqi	r3, 1b
2:

	/* To the C function on the stack of the boot task, in virtual mode. */
	addik	r13, r0, task_stacks
	addik	r1, r13, STACK_SIZE - 32
	addik	r5, r7, KERNEL_OFFSET
	msrset	r0, STATUS_VIRTUAL_SAVED
	addik	r3, r0, boot_main
	rted	r3, 0
	nop

	/* Each is two instructions. */
	.align	2
vectors:
	brai	boot_entry
	.org	vectors + 0x08
	brai	test_entry - KERNEL_OFFSET
	.org	vectors + 0x10
	brai	interrupt_entry - KERNEL_OFFSET
	.org	vectors + 0x18
	brai	break_entry - KERNEL_OFFSET
	.org	vectors + 0x20
	brai	exception_entry - KERNEL_OFFSET
	.org	vectors + VECTOR_BYTES

	.section .note.GNU-stack, "", @progbits
