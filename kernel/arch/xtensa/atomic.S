/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Atomic operations on words, which the compiler calls: it compiles for a core that has no S32C1I.
 * This processor has it: it stores if the word is what SCOMPARE1 holds, and gives the word.
 */
#include "layout.h"

	/* S32C1I a8, a2, 0, with what was expected, a9, in SCOMPARE1. */
	.macro	store_conditional
	.byte	0x90, SR_SCOMPARE1, 0x13
	.byte	0x82, 0xe2, 0
	.endm

	/*
	 * uint32_t name(uint32_t *word, uint32_t value, int order): a8 is made of a9, the old
	 * value, and of a3, by \operation. Always in order with all other loads and stores.
	 */
	.macro	fetch name, operation:vararg
	.globl	\name
	.align	4
\name:
	memw
1:	l32i	a9, a2, 0
	\operation
	store_conditional
	bne	a8, a9, 1b
	memw
	mov	a2, a9
	ret
	.endm

	.text
	fetch	__atomic_exchange_4, mov a8, a3
	fetch	__atomic_fetch_add_4, add a8, a9, a3
	fetch	__atomic_fetch_sub_4, sub a8, a9, a3
	fetch	__atomic_fetch_and_4, and a8, a9, a3
	fetch	__atomic_fetch_or_4, or a8, a9, a3

	/*
	 * bool __atomic_compare_exchange_4(uint32_t *word, uint32_t *expected, uint32_t value,
	 *				    bool weak, int success, int failure)
	 */
	.globl	__atomic_compare_exchange_4
	.align	4
__atomic_compare_exchange_4:
	l32i	a9, a3, 0
	mov	a8, a4
	memw
	store_conditional
	memw
	bne	a8, a9, 1f
	movi	a2, 1
	ret
1:	s32i	a8, a3, 0
	movi	a2, 0
	ret

	.section .note.GNU-stack, "", %progbits
