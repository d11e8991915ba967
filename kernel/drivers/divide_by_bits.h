/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Division of 64 bits by 32, bit by bit, for machines whose processor has no instruction for it.
 */
#ifndef DRIVERS_DIVIDE_BY_BITS_H
#define DRIVERS_DIVIDE_BY_BITS_H

#include <stdint.h>

/* Divide high:low by @divisor, where high < divisor. */
static inline uint32_t divide_step(uint32_t high, uint32_t low, uint32_t divisor, uint32_t *rest)
{
	for (unsigned int bit = 0; bit < 32; bit++) {
		uint32_t carry = high >> 31;

		high = high << 1 | low >> 31;
		low <<= 1;
		if (carry || high >= divisor) {
			high -= divisor;
			low |= 1;
		}
	}
	*rest = high;
	return low;
}

#endif
