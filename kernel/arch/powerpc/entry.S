/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The vectors: TLB misses, exceptions, interrupts; their way into C and back; the stack switch. Code,
 * stacks and tables are in TLB1, so none of this can miss.
 */
#include "layout.h"

	.macro	registers_restore
	mfspr	%r10, SPR_SAVED_CR
	mtcrf	0x80, %r10
	mfspr	%r10, SPR_SAVED_R10
	mfspr	%r11, SPR_SAVED_R11
	.endm

	/*
	 * A TLB miss at the address in the register \address: take the PTE apart, as arch/powerpc
	 * puts it together, and write the entry. The processor has chosen its place (MAS0), and has
	 * put the page into MAS2.
	 */
	.macro	miss address, number
	mtspr	SPR_SAVED_R10, %r10
	mtspr	SPR_SAVED_R11, %r11
	mfcr	%r10
	mtspr	SPR_SAVED_CR, %r10
	mfspr	%r10, \address
	mfspr	%r11, SPR_TABLES
	rlwimi	%r11, %r10, 12, 20, 29
	lwz	%r11, 0(%r11)
	rlwimi	%r11, %r10, 22, 20, 29
	lwz	%r11, 0(%r11)
	andi.	%r10, %r11, 1
	beq	1f
	srwi	%r10, %r11, 28
	mtspr	SPR_MAS7, %r10
	rlwinm	%r10, %r11, 4, 0, 19
	rlwimi	%r10, %r11, 0, 27, 31
	mtspr	SPR_MAS3, %r10
	mfspr	%r10, SPR_MAS2
	rlwimi	%r10, %r11, 28, 28, 30
	mtspr	SPR_MAS2, %r10
	/* In all address spaces. */
	lis	%r10, MAS1_VALID >> 16
	ori	%r10, %r10, SIZE_4K << MAS1_SIZE_SHIFT
	mtspr	SPR_MAS1, %r10
	isync				/* the MAS registers are seen by TLBWE */
	tlbwe
	registers_restore
	rfi				/* the entry is seen by what follows, as by ISYNC */
1:	registers_restore
	b	vectors + \number * VECTOR_BYTES
	.endm

	.text
	.align	12
	.globl	vectors, data_miss, instruction_miss
vectors:
	.irp	number, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	stwu	%r1, -FRAME_BYTES(%r1)
	stw	%r0, FRAME_REGISTERS(%r1)
	li	%r0, \number
	b	exception
	.endr
data_miss:
	miss	SPR_DEAR, VECTOR_DATA_MISS
	.balign	VECTOR_BYTES
instruction_miss:
	miss	SPR_SRR0, VECTOR_INSTRUCTION_MISS

exception:
	stw	%r0, FRAME_VECTOR(%r1)
	stmw	%r2, FRAME_REGISTERS + 2 * 4(%r1)
	addi	%r3, %r1, FRAME_BYTES
	stw	%r3, FRAME_REGISTERS + 4(%r1)
	mflr	%r4
	mfctr	%r5
	mfxer	%r6
	mfcr	%r7
	stw	%r4, FRAME_LR(%r1)
	stw	%r5, FRAME_CTR(%r1)
	stw	%r6, FRAME_XER(%r1)
	stw	%r7, FRAME_CR(%r1)
	mfspr	%r4, SPR_SRR0
	mfspr	%r5, SPR_SRR1
	mfspr	%r6, SPR_ESR
	mfspr	%r7, SPR_DEAR
	stw	%r4, FRAME_SRR0(%r1)
	stw	%r5, FRAME_SRR1(%r1)
	stw	%r6, FRAME_ESR(%r1)
	stw	%r7, FRAME_DEAR(%r1)
	mr	%r3, %r1
	bl	trap_dispatch

	/* No interrupt from here to RFI; and whom we interrupted may stand behind a reservation. */
	wrteei	0
	addi	%r4, %r1, FRAME_SCRATCH
	stwcx.	%r4, 0, %r4
	lwz	%r4, FRAME_LR(%r1)
	lwz	%r5, FRAME_CTR(%r1)
	lwz	%r6, FRAME_XER(%r1)
	lwz	%r7, FRAME_CR(%r1)
	mtlr	%r4
	mtctr	%r5
	mtxer	%r6
	mtcrf	0xff, %r7
	lwz	%r4, FRAME_SRR0(%r1)
	lwz	%r5, FRAME_SRR1(%r1)
	mtspr	SPR_SRR0, %r4
	mtspr	SPR_SRR1, %r5
	lwz	%r0, FRAME_REGISTERS(%r1)
	lmw	%r2, FRAME_REGISTERS + 2 * 4(%r1)
	addi	%r1, %r1, FRAME_BYTES
	rfi

	/*
	 * void machine_context_switch(struct context *from, struct context *to, struct task *next)
	 * Each task has an address space of its own, as those of a kernel with user space have.
	 */
	.globl	machine_context_switch
machine_context_switch:
	stwu	%r1, -SWITCH_BYTES(%r1)
	mflr	%r0
	mfcr	%r6
	stmw	%r14, SWITCH_REGISTERS(%r1)
	stw	%r6, SWITCH_CONDITION(%r1)
	stw	%r0, SWITCH_ENTRY * 4(%r1)
	stw	%r1, 0(%r3)
	lwz	%r1, 0(%r4)
	mr	%r2, %r5
	rlwinm	%r6, %r2, 32 - STACK_SHIFT, 24, 31
	mtspr	SPR_PID, %r6
	isync				/* the address space is seen by loads and stores */
	lwz	%r0, SWITCH_ENTRY * 4(%r1)
	lwz	%r6, SWITCH_CONDITION(%r1)
	lmw	%r14, SWITCH_REGISTERS(%r1)
	mtlr	%r0
	mtcrf	0xff, %r6
	addi	%r1, %r1, SWITCH_BYTES
	blr

	/*
	 * void machine_idle(void): interrupts on, and wait. An interrupt between the two must not be
	 * slept through: its handler returns to idle_end. On the e500v2, which has no WAIT, a bit of
	 * the MSR waits, together with the bit of interrupts; the handler clears it for the return.
	 */
	.globl	machine_idle, idle_begin, idle_end
machine_idle:
	mfspr	%r3, SPR_PVR
	srwi	%r3, %r3, 16
	cmplwi	%r3, PVR_E500V2
	beq	1f
	wrteei	1
idle_begin:
	.machine push
	.machine e500mc
	wait
	.machine pop
idle_end:
	blr
1:	mfmsr	%r3
	ori	%r3, %r3, MSR_INTERRUPTS
	oris	%r3, %r3, MSR_WAIT >> 16
	mtmsr	%r3
	isync
	blr

	/* bool machine_code_call(const void *code). Another CPU may have written it. */
	.globl	machine_code_call, code_returned, code_refused
machine_code_call:
	stwu	%r1, -16(%r1)
	mflr	%r0
	stw	%r0, 20(%r1)
	mtctr	%r3
	isync
	bctrl
code_returned:
	li	%r3, 1
	b	1f
code_refused:
	li	%r3, 0
1:	lwz	%r0, 20(%r1)
	mtlr	%r0
	addi	%r1, %r1, 16
	blr

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	lbz	%r5, 0(%r3)
	stb	%r5, 0(%r4)
	li	%r3, 1
	blr
try_read_refused:
	li	%r3, 0
	blr

	.section .note.GNU-stack, "", %progbits
