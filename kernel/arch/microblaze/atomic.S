/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Atomic operations, which the compiler calls (-fno-inline-atomics): it has instructions of its own
 * for a compare and swap, and takes its result the wrong way round. An exception or interrupt between
 * LWX and SWX makes the store fail, which the carry tells. There is one CPU: its own loads and stores
 * seem to be in order.
 */

	/* name(word, ...): by these instructions, and back. */
	.macro	function name, instruction:vararg
	.globl	\name
\name:
	\instruction
	rtsd	r15, 8
	nop
	.endm

	/* uint32_t name(uint32_t *word, uint32_t value, int order): r4 is made of r3, the old value. */
	.macro	fetch name, operation:vararg
	.globl	\name
\name:
1:	lwx	r3, r5, r0
	\operation
	swx	r4, r5, r0
	addic	r4, r0, 0
	bnei	r4, 1b
	rtsd	r15, 8
	nop
	.endm

	.text
	function __atomic_load_1, lbui r3, r5, 0
	function __atomic_load_4, lwi r3, r5, 0
	function __atomic_store_1, sbi r6, r5, 0
	function __atomic_store_4, swi r6, r5, 0
	fetch	__atomic_exchange_4, addk r4, r6, r0
	fetch	__atomic_fetch_add_4, addk r4, r3, r6
	fetch	__atomic_fetch_sub_4, rsubk r4, r6, r3
	fetch	__atomic_fetch_and_4, and r4, r3, r6
	fetch	__atomic_fetch_or_4, or r4, r3, r6

	.section .note.GNU-stack, "", @progbits
