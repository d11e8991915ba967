/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Unsigned 64-bit division for machines of 32 bits whose compiler's library cannot be used: it is
 * made for programs, which call it in another way. By shifting and subtracting; nothing that is
 * counted divides so.
 */
#include <stdint.h>

uint64_t __udivdi3(uint64_t number, uint64_t divisor);
uint64_t __umoddi3(uint64_t number, uint64_t divisor);

static uint64_t divide(uint64_t number, uint64_t divisor, uint64_t *rest)
{
	uint64_t quotient = 0;
	unsigned int shift = (unsigned int)__builtin_clzll(divisor);

	for (unsigned int bit = shift + 1; bit-- > 0;) {
		if (number < divisor << bit)
			continue;
		number -= divisor << bit;
		quotient |= (uint64_t)1 << bit;
	}
	*rest = number;
	return quotient;
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
