/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The TLB miss handler; the way of exceptions, interrupts and breaks into C, and back; the stack
 * switch. Handlers begin at physical addresses, with nothing translated. r14, r16 and r17 are
 * for the addresses that they return to, and for nothing else.
 */
#include "layout.h"

	/* All other registers but r1, whose word stays empty. */
	.macro	registers instruction
	.irp	number, 2,5,6,7,8,9,10,11,12,13,15,18,19,20,21,22,23,24,25,26,27,28,29,30,31
	\instruction	r\number, r1, FRAME_REGISTERS + \number * 4
	.endr
	.endm

	/* To enter, as a handler of this kind, which is to return to \return. */
	.macro	enter_as entry, return
	swi	r3, r0, SAVED_R3
	swi	r4, r0, SAVED_R4
	addk	r4, \return, r0
	brid	enter
	addik	r3, r0, \entry
	.endm

	.text
	/*
	 * An exception. A TLB miss, as a rule: load the entry of the page, if its PTE is valid. The
	 * directory names a table for each address. r17 is the instruction to try again, or the branch
	 * before it.
	 */
	.globl	exception_entry
exception_entry:
	swi	r3, r0, SAVED_R3
	swi	r4, r0, SAVED_R4
	mfs	r3, resr
	andi	r3, r3, EXCEPTION_MASK & ~EXCEPTION_CODE
	xori	r3, r3, EXCEPTION_MISS
	bnei	r3, exception
	mfs	r3, rear
	bsrli	r3, r3, LARGE_PAGE_SHIFT - 2
	andi	r3, r3, 0xffc
#if MICROBLAZE_OWN_TABLES
	lwi	r4, r0, directory_physical - KERNEL_OFFSET
	lw	r3, r3, r4
#else
	lwi	r3, r3, page_directory - KERNEL_OFFSET
#endif
	mfs	r4, rear
	bsrli	r4, r4, 12 - 2
	andi	r4, r4, 0xffc
	addk	r3, r3, r4
	lwi	r3, r3, -KERNEL_OFFSET
	andi	r4, r3, TLB_MAPPED
	beqi	r4, exception
	/* Into each entry in turn, but for those that stay. */
	lwi	r4, r0, TLB_NEXT
	mts	rtlbx, r4
	mts	rtlblo, r3
	xori	r3, r4, TLB_KEPT_ENTRIES
	bneid	r3, 1f
	addik	r4, r4, -1
	addik	r4, r0, TLB_LAST_ENTRY
1:	swi	r4, r0, TLB_NEXT
	mfs	r3, rear
	andi	r3, r3, -4096
	ori	r3, r3, TLB_SMALL
	mts	rtlbhi, r3
	lwi	r3, r0, SAVED_R3
	lwi	r4, r0, SAVED_R4
	rted	r17, 0
	nop

exception:
	addk	r4, r17, r0
	brid	enter
	addik	r3, r0, ENTRY_EXCEPTION

	.globl	interrupt_entry, test_entry, break_entry
interrupt_entry:
	enter_as ENTRY_INTERRUPT, r14
test_entry:
	enter_as ENTRY_TEST, r16
break_entry:
	enter_as ENTRY_BREAK, r16

	/* Up to here nothing has changed the carry, which is in the status. */
enter:
	addik	r1, r1, KERNEL_OFFSET - FRAME_BYTES
	swi	r3, r1, FRAME_ENTRY
	swi	r4, r1, FRAME_PC
	mfs	r3, rmsr
	swi	r3, r1, FRAME_STATUS
	mfs	r3, rear
	swi	r3, r1, FRAME_ADDRESS
	mfs	r3, resr
	swi	r3, r1, FRAME_CAUSE
	lwi	r3, r0, SAVED_R3
	lwi	r4, r0, SAVED_R4
	swi	r3, r1, FRAME_REGISTERS + 3 * 4
	swi	r4, r1, FRAME_REGISTERS + 4 * 4
	registers swi
	/* The return is to ourselves: to virtual mode, no exception in progress, interrupts off. */
	msrclr	r0, STATUS_INTERRUPTS | STATUS_BREAK
	addik	r1, r1, KERNEL_OFFSET
	addk	r5, r1, r0
	addik	r3, r0, 1f
	rted	r3, 0
	nop
1:	brlid	r15, trap_dispatch
	nop

	/*
	 * Both ways of return take the mode from where it is saved. One turns interrupts on, and the
	 * other one leaves them off. No TLB miss comes between, which would change r17.
	 */
	lwi	r3, r1, FRAME_STATUS
	andi	r4, r3, STATUS_INTERRUPTS
	andi	r3, r3, ~(STATUS_INTERRUPTS | STATUS_BREAK | STATUS_EXCEPTION)
	ori	r3, r3, STATUS_VIRTUAL | STATUS_VIRTUAL_SAVED | STATUS_EXCEPTIONS
	mts	rmsr, r3
	registers lwi
	lwi	r3, r1, FRAME_REGISTERS + 3 * 4
	beqi	r4, 1f
	lwi	r14, r1, FRAME_PC
	lwi	r4, r1, FRAME_REGISTERS + 4 * 4
	rtid	r14, 0
	addik	r1, r1, FRAME_BYTES
1:	lwi	r17, r1, FRAME_PC
	lwi	r4, r1, FRAME_REGISTERS + 4 * 4
	rted	r17, 0
	addik	r1, r1, FRAME_BYTES

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl	machine_context_switch
machine_context_switch:
	addik	r1, r1, -14 * 4
	addik	r15, r15, 8
	swi	r15, r1, SWITCH_ENTRY * 4
	.irp	number, 19,20,21,22,23,24,25,26,27,28,29,30,31
	swi	r\number, r1, (\number - 18) * 4
	.endr
	swi	r1, r5, 0
	lwi	r1, r6, 0
	addk	r13, r7, r0
	lwi	r15, r1, SWITCH_ENTRY * 4
	.irp	number, 19,20,21,22,23,24,25,26,27,28,29,30,31
	lwi	r\number, r1, (\number - 18) * 4
	.endr
	rtsd	r15, 0
	addik	r1, r1, 14 * 4

	/*
	 * void machine_idle(void): interrupts on, then wait. An interrupt between the two must not be
	 * slept through: its handler returns to idle_end.
	 */
	.globl	machine_idle, idle_begin, idle_end
machine_idle:
	msrset	r0, STATUS_INTERRUPTS
idle_begin:
	nop
	sleep
idle_end:
	rtsd	r15, 8
	nop

	/*
	 * void machine_interrupt_self(void), and what stands for a non-maskable interrupt. Both come
	 * with interrupts off, too, and return to the next instruction.
	 */
	.globl	machine_interrupt_self, machine_nmi_self
machine_interrupt_self:
	brki	r16, 0x08
	rtsd	r15, 8
	nop
machine_nmi_self:
	brki	r16, 0x18
	rtsd	r15, 8
	nop

	/*
	 * bool machine_code_call(const void *code). If the fetch of the first instruction faults, the
	 * handler continues at code_refused; it recognizes the call by the return address.
	 */
	.globl	machine_code_call, code_returned, code_refused
machine_code_call:
	addik	r1, r1, -32
	swi	r15, r1, 0
	brald	r15, r5
	nop
code_returned:
	brid	1f
	addik	r3, r0, 1
code_refused:
	addk	r3, r0, r0
1:	lwi	r15, r1, 0
	rtsd	r15, 8
	addik	r1, r1, 32

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	lbui	r3, r5, 0
	sbi	r3, r6, 0
	rtsd	r15, 8
	addik	r3, r0, 1
try_read_refused:
	rtsd	r15, 8
	addk	r3, r0, r0

	.section .note.GNU-stack, "", @progbits
