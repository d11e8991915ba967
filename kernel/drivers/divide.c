/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Unsigned 64-bit division, for machines of 32 bits that cannot use that of the compiler's
 * library. The machine gives divide_step().
 */
#include <stdint.h>

#include "divide_step.h"

uint64_t __udivdi3(uint64_t number, uint64_t divisor);
uint64_t __umoddi3(uint64_t number, uint64_t divisor);
uint64_t __udivmoddi4(uint64_t number, uint64_t divisor, uint64_t *rest);

/* The divisor fits in one word: long division in two steps. */
static uint64_t divide_by_word(uint64_t number, uint32_t divisor, uint64_t *rest)
{
	uint32_t high = (uint32_t)(number >> 32);
	uint32_t last;
	uint32_t low = divide_step(high % divisor, (uint32_t)number, divisor, &last);

	*rest = last;
	return (uint64_t)(high / divisor) << 32 | low;
}

/* The divisor is at least 2^32, so the quotient is less: shift and subtract. */
static uint64_t divide_by_long(uint64_t number, uint64_t divisor, uint64_t *rest)
{
	unsigned int shift = (unsigned int)__builtin_clz((uint32_t)(divisor >> 32));
	uint64_t quotient = 0;

	for (unsigned int bit = shift + 1; bit-- > 0;) {
		if (number < divisor << bit)
			continue;
		number -= divisor << bit;
		quotient |= (uint64_t)1 << bit;
	}
	*rest = number;
	return quotient;
}

static uint64_t divide(uint64_t number, uint64_t divisor, uint64_t *rest)
{
	if (divisor >> 32)
		return divide_by_long(number, divisor, rest);
	return divide_by_word(number, (uint32_t)divisor, rest);
}

uint64_t __udivdi3(uint64_t number, uint64_t divisor)
{
	uint64_t rest;

	return divide(number, divisor, &rest);
}

uint64_t __umoddi3(uint64_t number, uint64_t divisor)
{
	uint64_t rest;

	divide(number, divisor, &rest);
	return rest;
}

/* Quotient and remainder; compilers call it when they optimize for size. */
uint64_t __udivmoddi4(uint64_t number, uint64_t divisor, uint64_t *rest)
{
	return divide(number, divisor, rest);
}
