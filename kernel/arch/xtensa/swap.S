/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of a number in the other order, which the compiler calls its library for when it
 * optimizes for size.
 */

	/*
	 * \to is made of \from, which is another register: SRC takes 32 bits from the middle of
	 * two.
	 */
	.macro	swap to, from
	srli	\to, \from, 16
	src	\to, \to, \from
	src	\to, \to, \to
	src	\to, \from, \to
	.endm

	.text
	/* uint32_t __bswapsi2(uint32_t value) */
	.globl	__bswapsi2
	.align	4
__bswapsi2:
	ssai	8
	swap	a4, a2
	mov	a2, a4
	ret

	/* uint64_t __bswapdi2(uint64_t value): the lower word first. */
	.globl	__bswapdi2
	.align	4
__bswapdi2:
	ssai	8
	swap	a4, a3
	swap	a3, a2
	mov	a2, a4
	ret

	.section .note.GNU-stack, "", %progbits
