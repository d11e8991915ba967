/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Division of 64 bits by 32, one instruction. libgcc's division cannot be used: it takes its
 * arguments on the stack, but this kernel passes them in registers.
 */
#ifndef I386_DIVIDE_STEP_H
#define I386_DIVIDE_STEP_H

#include <stdint.h>

/* Divide high:low by @divisor, where high < divisor. */
static inline uint32_t divide_step(uint32_t high, uint32_t low, uint32_t divisor, uint32_t *rest)
{
	uint32_t quotient;

	__asm__("divl %4" : "=a"(quotient), "=d"(*rest) : "0"(low), "1"(high), "rm"(divisor));
	return quotient;
}

#endif
