/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Unsigned 64-bit division and shifts for machines of 32 bits whose compiler's library cannot be
 * used: it is made for programs, which call it in another way. Division by shifting and
 * subtracting; nothing that is counted divides so.
 */
#include <stdint.h>

uint64_t __udivdi3(uint64_t number, uint64_t divisor);
uint64_t __umoddi3(uint64_t number, uint64_t divisor);
uint64_t __ashldi3(uint64_t number, int bits);
uint64_t __lshrdi3(uint64_t number, int bits);

/* Word by word: the compiler may call these for a shift of 64 bits. */
uint64_t __ashldi3(uint64_t number, int bits)
{
	uint32_t low = (uint32_t)number, high = (uint32_t)(number >> 32);

	if (bits >= 32)
		return (uint64_t)(low << (bits - 32)) << 32;
	return (uint64_t)(bits ? high << bits | low >> (32 - bits) : high) << 32 | low << bits;
}

uint64_t __lshrdi3(uint64_t number, int bits)
{
	uint32_t low = (uint32_t)number, high = (uint32_t)(number >> 32);

	if (bits >= 32)
		return high >> (bits - 32);
	return (uint64_t)(high >> bits) << 32 | (bits ? low >> bits | high << (32 - bits) : low);
}

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
