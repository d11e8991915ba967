/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The step of a long division, for kernel/drivers/divide.c: one instruction, whose high word is in
 * the register Y.
 */
#ifndef SPARC_DIVIDE_STEP_H
#define SPARC_DIVIDE_STEP_H

#include <stdint.h>

/* Divide high:low by @divisor, where high < divisor. */
static inline uint32_t divide_step(uint32_t high, uint32_t low, uint32_t divisor, uint32_t *rest)
{
	uint32_t quotient;

	__asm__("wr %1, 0, %%y\n\tnop\n\tnop\n\tnop\n\tudiv %2, %3, %0"
		: "=r"(quotient)
		: "r"(high), "r"(low), "r"(divisor));
	*rest = low - quotient * divisor;
	return quotient;
}

#endif
