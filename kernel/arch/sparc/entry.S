/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Traps: entry, their way into C and back; the stack switch. The kernel is compiled not to use
 * register windows, so there are two: that in which all code runs, and the one before it, in
 * which the processor begins each trap, and which nothing else uses. No window is ever full.
 *
 * %g6 points to the current task.
 */
#include "devices.h"
#include "layout.h"

	.macro	wait_for_register
	nop
	nop
	nop
	.endm

	/* Locals and ins, which are at \base + \offset. */
	.macro	store_window base, offset
	std	%l0, [\base + \offset]
	std	%l2, [\base + \offset + 8]
	std	%l4, [\base + \offset + 16]
	std	%l6, [\base + \offset + 24]
	std	%i0, [\base + \offset + 32]
	std	%i2, [\base + \offset + 40]
	std	%i4, [\base + \offset + 48]
	std	%i6, [\base + \offset + 56]
	.endm

	.macro	load_window base, offset
	ldd	[\base + \offset], %l0
	ldd	[\base + \offset + 8], %l2
	ldd	[\base + \offset + 16], %l4
	ldd	[\base + \offset + 24], %l6
	ldd	[\base + \offset + 32], %i0
	ldd	[\base + \offset + 40], %i2
	ldd	[\base + \offset + 48], %i4
	ldd	[\base + \offset + 56], %i6
	.endm

	.macro	vector entry
	rd	%psr, %l0
	ba	\entry
	 rd	%tbr, %l3
	nop
	.endm

	.text
	.align	4096
	.globl	trap_table
trap_table:
	.rept	TRAP_INTERRUPT + LEVEL_NMI
	vector	trap_entry
	.endr
	vector	nmi_entry
	.rept	TRAPS - TRAP_INTERRUPT - LEVEL_NMI - 1
	vector	trap_entry
	.endr

	/*
	 * The interrupt that no level holds back must be gone before traps are on again. The context of
	 * the MMU is the number of this CPU.
	 */
nmi_entry:
	mov	MMU_CONTEXT, %l4
	lda	[%l4] ASI_MMU, %l4
	sll	%l4, CPU_INTERRUPTS_SHIFT, %l4
	set	INTERRUPTS_ADDRESS, %l5
	add	%l4, %l5, %l4
	set	CPU_RAISED(LEVEL_NMI), %l5
	st	%l5, [%l4 + CPU_CLEAR]
	ld	[%l4 + CPU_PENDING], %g0

	/*
	 * %l1 and %l2: where to return. Traps are off until PSR says otherwise. The ins are the outs
	 * of what was interrupted, its stack pointer among them.
	 */
trap_entry:
	sub	%fp, FRAME_BYTES, %l4
	rd	%y, %l5
	st	%l5, [%l4 + FRAME_Y]
	st	%g1, [%l4 + FRAME_GLOBALS]
	std	%g2, [%l4 + FRAME_GLOBALS + 4]
	std	%g4, [%l4 + FRAME_GLOBALS + 12]
	std	%g6, [%l4 + FRAME_GLOBALS + 20]
	std	%i0, [%l4 + FRAME_OUTS]
	std	%i2, [%l4 + FRAME_OUTS + 8]
	std	%i4, [%l4 + FRAME_OUTS + 16]
	std	%i6, [%l4 + FRAME_OUTS + 24]
	std	%l0, [%l4 + FRAME_PSR]
	std	%l2, [%l4 + FRAME_NEXT_PC]
	mov	%l4, %g1
	restore
	store_window %g1, FRAME_LOCALS
	mov	%g1, %sp
	/* The level first, then traps: an interrupt must not come with the old level (B.29). */
	rd	%psr, %g2
	or	%g2, PSR_LEVEL, %g2
	wr	%g2, 0, %psr
	wait_for_register
	wr	%g2, PSR_TRAPS, %psr
	wait_for_register
	call	trap_dispatch
	 mov	%sp, %o0

	rd	%psr, %g2
	wr	%g2, PSR_TRAPS, %psr
	wait_for_register
	mov	%sp, %g1
	load_window %g1, FRAME_LOCALS
	save
	mov	%g1, %l4
	ldd	[%l4 + FRAME_OUTS], %i0
	ldd	[%l4 + FRAME_OUTS + 8], %i2
	ldd	[%l4 + FRAME_OUTS + 16], %i4
	ldd	[%l4 + FRAME_OUTS + 24], %i6
	ldd	[%l4 + FRAME_PSR], %l0
	ld	[%l4 + FRAME_NEXT_PC], %l2
	ld	[%l4 + FRAME_Y], %l5
	ld	[%l4 + FRAME_GLOBALS], %g1
	ldd	[%l4 + FRAME_GLOBALS + 4], %g2
	ldd	[%l4 + FRAME_GLOBALS + 12], %g4
	ldd	[%l4 + FRAME_GLOBALS + 20], %g6
	wr	%l5, 0, %y
	/* Its traps are off, and its window is this one: those of the moment of the trap. */
	wr	%l0, 0, %psr
	wait_for_register
	jmp	%l1
	 rett	%l2

	/* void machine_context_switch(struct context *from, struct context *to, struct task *next) */
	.globl	machine_context_switch
machine_context_switch:
	sub	%sp, SWITCH_BYTES, %sp
	store_window %sp, 0
	add	%o7, 8, %o7
	st	%o7, [%sp + SWITCH_ENTRY * 4]
	st	%sp, [%o0]
	ld	[%o1], %sp
	mov	%o2, %g6
	load_window %sp, 0
	ld	[%sp + SWITCH_ENTRY * 4], %o7
	jmp	%o7
	 add	%sp, SWITCH_BYTES, %sp

	/* void machine_interrupt_self(void) */
	.globl	machine_interrupt_self
machine_interrupt_self:
	ta	TEST_TRAP
	retl
	 nop

	/* bool machine_code_call(const void *code). No page forbids execution, so it is not refused. */
	.globl	machine_code_call, code_returned, code_refused
machine_code_call:
	sub	%sp, CALL_BYTES, %sp
	st	%o7, [%sp + CALL_BYTES - 4]
	call	%o0
	 nop
code_returned:
	ld	[%sp + CALL_BYTES - 4], %o7
	mov	1, %o0
	retl
	 add	%sp, CALL_BYTES, %sp

	/*
	 * bool machine_try_read(const void *address, uint8_t *byte). If the load faults, the handler
	 * continues at try_read_refused.
	 */
	.globl	machine_try_read, try_read_load, try_read_refused
machine_try_read:
try_read_load:
	ldub	[%o0], %o2
	stb	%o2, [%o1]
	retl
	 mov	1, %o0
code_refused:
try_read_refused:
	retl
	 mov	0, %o0

	.section .note.GNU-stack, "", @progbits
