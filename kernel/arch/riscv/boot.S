/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first instructions of every hart, and the handler of what comes to machine mode. There is
 * no other firmware, so that both widths have the same one, and instruction counts contain
 * nobody else's. References are to The RISC-V Instruction Set Manual, Volume II, 20211203.
 *
 * Machine mode gives the kernel all memory and all exceptions. Its own interrupts, of the timer
 * and from other harts, it hands on as the one that the kernel knows: the supervisor's software
 * interrupt. A word of the hart says which.
 */
#include "devices.h"
#include "layout.h"

#define WORD(n) ((n)*REGISTER_BYTES)
#define HART_SHIFT (HART_WORDS_SHIFT + REGISTER_BYTES / 8 + 2)

/* mstatus: mret goes to supervisor mode. */
#define STATUS_TO_SUPERVISOR 0x800
/* mie: the software and the timer interrupt of machine mode, and the supervisor's. */
#define MACHINE_SOFTWARE 0x8
#define MACHINE_TIMER 0x80
#define CAUSE_TIMER 7
/* medeleg: all exceptions that the kernel can cause. */
#define EXCEPTIONS 0xb3ff
/* mcounteren: cycles, time, instructions. */
#define COUNTERS 7
/* pmpcfg0: the first region, from 0 to the end, can be read, written and executed. */
#define REGION_ALL 0x1f
/* menvcfg, by its number, and its bit for Svpbmt. */
#define ENVIRONMENT 0x30a
#define MEMORY_TYPES (1 << (8 * REGISTER_BYTES - 2))
#define TEST_FAILED 0x00233333

	/* The address at which the kernel finds what is here. */
	.macro	virtual register, symbol
	lla	\register, \symbol
	li	t6, KERNEL_OFFSET
	add	\register, \register, t6
	.endm

	.section .boot, "ax"
	/* a0: the number of the hart; a1: physical address of the device tree. */
	.globl	boot_entry
boot_entry:
	li	t0, HARTS
	bgeu	a0, t0, .
	/* What the compiler takes for granted. */
	lla	t0, too_old
	csrw	mtvec, t0
	sh1add	t0, zero, zero
	ctz	t0, zero
	/* mscratch points to the struct hart. */
	lla	s0, harts
	slli	t0, a0, HART_SHIFT
	add	s0, s0, t0
	csrw	mscratch, s0
	li	t0, CLINT_PHYSICAL + CLINT_COMPARE
	slli	t1, a0, 3
	add	t0, t0, t1
	REGISTER_STORE t0, WORD(HART_COMPARE)(s0)
	/* No timer interrupt yet. */
	li	t1, -1
	sw	t1, 0(t0)
	sw	t1, 4(t0)
	li	t0, CLINT_PHYSICAL + CLINT_SOFTWARE
	slli	t2, a0, 2
	add	t0, t0, t2
	REGISTER_STORE t0, WORD(HART_SOFTWARE)(s0)

	csrw	pmpaddr0, t1
	li	t0, REGION_ALL
	csrw	pmpcfg0, t0
	li	t0, EXCEPTIONS
	csrw	medeleg, t0
	li	t0, SOFTWARE_INTERRUPT
	csrw	mideleg, t0
	li	t0, COUNTERS
	csrw	mcounteren, t0
	li	t0, MACHINE_SOFTWARE | MACHINE_TIMER | SOFTWARE_INTERRUPT
	csrw	mie, t0
	virtual	t0, trap_entry
	csrw	stvec, t0
	/* Memory types in PTEs, if the hart has that register. */
	lla	t0, 1f
	csrw	mtvec, t0
	li	t1, MEMORY_TYPES
	csrs	ENVIRONMENT, t1
	.align	2
1:	lla	t0, machine_trap
	csrw	mtvec, t0
	li	t0, STATUS_TO_SUPERVISOR
	csrw	mstatus, t0
	bnez	a0, hart_wait

	lla	t0, bss_start
	lla	t1, kernel_end
1:	REGISTER_STORE zero, (t0)
	addi	t0, t0, REGISTER_BYTES
	bltu	t0, t1, 1b
	call	tables_link
	mv	a0, a1
	virtual	tp, task_stacks
	virtual	s1, boot_main
	lla	s2, kernel_tables
	srli	s2, s2, 12
	li	t0, SATP_MODE
	or	s2, s2, t0
	j	to_kernel

	/* Until the kernel has written what this hart shall run, and sends its software interrupt. */
hart_wait:
	wfi
	csrr	t0, mip
	andi	t0, t0, MACHINE_SOFTWARE
	beqz	t0, hart_wait
	REGISTER_LOAD t0, WORD(HART_SOFTWARE)(s0)
	sw	zero, (t0)
	fence
	REGISTER_LOAD tp, WORD(HART_IDLE)(s0)
	REGISTER_LOAD s2, WORD(HART_SATP)(s0)
	beqz	tp, hart_wait
	virtual	s1, processor_main

	/* To the C function s1 on the stack of task tp, with the page tables that s2 names. */
to_kernel:
	csrw	satp, s2
	sfence.vma
	li	t0, STACK_SIZE
	add	sp, tp, t0
	csrw	mepc, s1
	li	ra, 0
	mret

	/* An interrupt for machine mode. sp and mscratch change places. */
	.align	2
machine_trap:
	csrrw	sp, mscratch, sp
	REGISTER_STORE t0, WORD(0)(sp)
	REGISTER_STORE t1, WORD(1)(sp)
	csrr	t0, mcause
	bgez	t0, machine_failed
	andi	t0, t0, 0xf
	li	t1, CAUSE_TIMER
	beq	t0, t1, 1f
	REGISTER_LOAD t0, WORD(HART_SOFTWARE)(sp)
	sw	zero, (t0)
	j	2f
1:	REGISTER_LOAD t0, WORD(HART_COMPARE)(sp)
	li	t1, -1
	sw	t1, 4(t0)
	li	t1, PENDING_TIMER
	addi	t0, sp, WORD(HART_PENDING)
	amoor.w	zero, t1, (t0)
	/* A word that another hart changes from here on comes with another interrupt. */
2:	fence
	csrsi	mip, SOFTWARE_INTERRUPT
	REGISTER_LOAD t0, WORD(0)(sp)
	REGISTER_LOAD t1, WORD(1)(sp)
	csrrw	sp, mscratch, sp
	mret

	.align	2
too_old:
	bnez	a0, .
	li	t0, UART_PHYSICAL
	lla	t1, too_old_text
1:	lbu	t2, (t1)
	beqz	t2, machine_failed
	sb	t2, (t0)
	addi	t1, t1, 1
	j	1b

	/* An exception in machine mode, or one that is not the kernel's: the run has failed. */
machine_failed:
	li	t0, TEST_PHYSICAL
	li	t1, TEST_FAILED
	sw	t1, (t0)
	j	.

	.section .rodata, "a"
too_old_text:
	.asciz	"panic: this processor has no Zba and Zbb (instructions for addresses and bits)\n"

	.data
	.align	6
	.globl	harts
harts:
	.skip	HARTS << HART_SHIFT

	.section .note.GNU-stack, "", @progbits
