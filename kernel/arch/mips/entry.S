/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The vectors: TLB refill, exceptions, interrupts; their way into C and back; the stack switch.
 * All kernel code but this runs with EXL clear, so that a TLB refill in it comes to its own vector.
 */
#include "layout.h"
#include "names.h"

	.set	noreorder
	.set	noat
	.set	mt

	/* \pair points to the PTEs of the pair of pages that BadVAddr is in. */
	.macro	pair_find pair, scratch
	mfc0	\scratch, CP0_BAD_ADDRESS
#if MIPS_OWN_TABLES
	mfc0	\pair, CP0_TABLES
#else
	lui	\pair, %hi(page_directory)
#endif
	srl	\scratch, \scratch, LARGE_PAGE_SHIFT
	ins	\pair, \scratch, 2, 10
	mfc0	\scratch, CP0_CONTEXT
#if MIPS_OWN_TABLES
	lw	\pair, 0(\pair)
#else
	lw	\pair, %lo(page_directory)(\pair)
#endif
	/* Context has the number of the pair from bit 4 on. */
	srl	\scratch, \scratch, 4
	ins	\pair, \scratch, 3, 9
	.endm

	.section .boot, "ax"
	.globl	vectors
	.align	12
	/*
	 * TLB refill: load the pair of PTEs as it is. Where there is no table the directory names
	 * one that maps nothing; the access is tried again and finds an invalid entry.
	 */
vectors:
	pair_find k1, k0
	lw	k0, 0(k1)
	lw	k1, 4(k1)
	mtc0	k0, CP0_ENTRY_LO0
	mtc0	k1, CP0_ENTRY_LO1
	ehb				/* EntryLo is seen by TLBWR */
	tlbwr
	eret

	.org	VECTOR_EXCEPTION
tlb_invalid:
	mfc0	k0, CP0_CAUSE
	andi	k0, k0, 0x7c
	addiu	k0, k0, -(EXCEPTION_LOAD << 2)
	sltiu	k0, k0, (EXCEPTION_STORE - EXCEPTION_LOAD + 1) << 2
	beqz	k0, exception
	nop
	/*
	 * TLB invalid: the pair is in the TLB, and the page was not mapped when it was loaded. If it
	 * is by now, load the pair again. The exception has put its number into EntryHi.
	 */
	pair_find k1, k0
	lw	k0, 0(k1)
	mtc0	k0, CP0_ENTRY_LO0
	lw	k0, 4(k1)
	mtc0	k0, CP0_ENTRY_LO1
	mfc0	k0, CP0_BAD_ADDRESS
	srl	k0, k0, 12
	ins	k1, k0, 2, 1
	lw	k1, 0(k1)
	andi	k1, k1, 2
	beqz	k1, exception
	ehb				/* EntryLo is seen by TLBWI */
	tlbp
	ehb				/* Index is seen by MFC0 */
	mfc0	k0, CP0_INDEX
	bltz	k0, 1f
	nop
	tlbwi
1:	eret

	.org	VECTOR_INTERRUPT
interrupt:
	mfc0	k0, CP0_EPC
	lui	k1, %hi(relax_wait)
	addiu	k1, k1, %lo(relax_wait)
	subu	k0, k0, k1
	sltiu	k0, k0, relax_end - relax_wait
	beqz	k0, exception
	addiu	k1, k1, relax_end - relax_wait
	/* cpu_relax() is over: on with the Status that it found. */
	mtc0	k1, CP0_EPC
	ori	t0, t0, STATUS_EXCEPTION
	mtc0	t0, CP0_STATUS
	ehb				/* EPC and Status are seen by ERET */
	eret

exception:
	addiu	sp, sp, -FRAME_BYTES
	.irp	number, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,28,30,31
	sw	$\number, FRAME_REGISTERS + \number * 4(sp)
	.endr
	mflo	t0
	mfhi	t1
	sw	t0, FRAME_LO(sp)
	sw	t1, FRAME_HI(sp)
	mfc0	t2, CP0_CAUSE
	mfc0	t3, CP0_EPC
	mfc0	t4, CP0_BAD_ADDRESS
	mfc0	t5, CP0_STATUS
	sw	t2, FRAME_CAUSE(sp)
	sw	t3, FRAME_EPC(sp)
	sw	t4, FRAME_BAD_ADDRESS(sp)
	sw	t5, FRAME_STATUS(sp)
	/* Kernel mode, no exception, interrupts off. */
	ins	t5, zero, 0, 5
	mtc0	t5, CP0_STATUS
	ehb				/* Status is seen by what may fault */
	move	a0, sp
	jal	trap_dispatch
	nop

	/* The frame's Status has EXL: no interrupt comes before ERET. */
	lw	t0, FRAME_STATUS(sp)
	lw	t1, FRAME_EPC(sp)
	lw	t2, FRAME_LO(sp)
	lw	t3, FRAME_HI(sp)
	mtc0	t0, CP0_STATUS
	ehb				/* Status is seen by what may be interrupted */
	mtc0	t1, CP0_EPC
	mtlo	t2
	mthi	t3
	.irp	number, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,28,30,31
	lw	$\number, FRAME_REGISTERS + \number * 4(sp)
	.endr
	addiu	sp, sp, FRAME_BYTES
	ehb				/* EPC is seen by ERET, which ends a load linked, too */
	eret

	.text
	/*
	 * void machine_context_switch(struct context *from, struct context *to, struct task *next)
	 * Each task has an address space identifier of its own, as those of a kernel with user
	 * space have.
	 */
	.globl	machine_context_switch
machine_context_switch:
	addiu	sp, sp, -40
	.irp	number, 16,17,18,19,20,21,22,23
	sw	$\number, (\number - 16) * 4(sp)
	.endr
	sw	fp, 32(sp)
	sw	ra, 36(sp)
	sw	sp, 0(a0)
	lw	sp, 0(a1)
	move	gp, a2
	srl	t0, a2, STACK_SHIFT
	andi	t0, t0, 0xff
	mtc0	t0, CP0_ENTRY_HI
	.irp	number, 16,17,18,19,20,21,22,23
	lw	$\number, (\number - 16) * 4(sp)
	.endr
	lw	fp, 32(sp)
	lw	ra, 36(sp)
	ehb				/* EntryHi is seen by loads and stores */
	jr	ra
	addiu	sp, sp, 40

	/*
	 * void machine_idle(void): interrupts on, then wait. An interrupt between the two must not be
	 * slept through: its handler returns to idle_end.
	 */
	.globl	machine_idle, idle_begin, idle_end
machine_idle:
	ei
idle_begin:
	ehb				/* an interrupt that is pending is taken here */
	wait
idle_end:
	jr	ra
	nop

	/*
	 * void cpu_relax(void): for a moment this CPU waits for an interrupt that is asked for
	 * already. QEMU runs one CPU at a time, because its threads are too careless for CPUs that
	 * write each other's registers, and WAIT is what makes it go on to the next one. Until
	 * WAIT the interrupt is held back.
	 */
	.globl	cpu_relax
cpu_relax:
	di	t0
	ehb				/* no interrupt is taken from here on */
	mfc0	t1, CP0_TC_STATUS
	ori	t2, t1, TC_STATUS_EXEMPT
	mtc0	t2, CP0_TC_STATUS
	ehb				/* TCStatus is seen before Status lets interrupts through */
	li	t2, STATUS_RELAX
	mtc0	t2, CP0_STATUS
	ehb				/* Status is seen by what may be interrupted */
	mtc0	t1, CP0_TC_STATUS
relax_wait:
	wait
	nop				/* the address after WAIT is that of nothing else */
relax_end:
	jr	ra
	nop

	/* bool machine_code_call(const void *code). No page forbids execution, so it is not refused. */
	.globl	machine_code_call, code_returned, code_refused
machine_code_call:
	addiu	sp, sp, -24
	sw	ra, 20(sp)
	jalr	a0
	nop
code_returned:
	lw	ra, 20(sp)
	li	v0, 1
	jr	ra
	addiu	sp, sp, 24
code_refused:
	jr	ra
	move	v0, zero

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	lbu	t0, 0(a0)
	sb	t0, 0(a1)
	jr	ra
	li	v0, 1
try_read_refused:
	jr	ra
	move	v0, zero

	.section .note.GNU-stack, "", %progbits
