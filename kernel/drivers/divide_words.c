/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Unsigned 32-bit division, and 64-bit multiplication, for processors that divide not at all and
 * multiply words to words only.
 */
#include <stdint.h>

#define HALF_BITS 16
#define HALF_MASK 0xffffu

uint32_t __udivsi3(uint32_t number, uint32_t divisor);
uint32_t __umodsi3(uint32_t number, uint32_t divisor);
uint64_t __muldi3(uint64_t a, uint64_t b);

/* Long division, from the first digit of the quotient on that may not be zero. */
static uint32_t divide(uint32_t number, uint32_t divisor, uint32_t *rest)
{
	uint32_t quotient = 0;

	if (divisor && number >= divisor)
		for (int bit = __builtin_clz(divisor) - __builtin_clz(number); bit >= 0; bit--) {
			if (number < divisor << bit)
				continue;
			number -= divisor << bit;
			quotient |= 1u << bit;
		}
	*rest = number;
	return quotient;
}

uint32_t __udivsi3(uint32_t number, uint32_t divisor)
{
	uint32_t rest;

	return divide(number, divisor, &rest);
}

uint32_t __umodsi3(uint32_t number, uint32_t divisor)
{
	uint32_t rest;

	divide(number, divisor, &rest);
	return rest;
}

/* The upper word of the product of two words, from the products of their halves. */
static uint32_t multiply_high(uint32_t a, uint32_t b)
{
	uint32_t low = (a & HALF_MASK) * (b & HALF_MASK);
	uint32_t first = (a >> HALF_BITS) * (b & HALF_MASK) + (low >> HALF_BITS);
	uint32_t second = (a & HALF_MASK) * (b >> HALF_BITS) + (first & HALF_MASK);

	return (a >> HALF_BITS) * (b >> HALF_BITS) + (first >> HALF_BITS) + (second >> HALF_BITS);
}

uint64_t __muldi3(uint64_t a, uint64_t b)
{
	uint32_t a_low = (uint32_t)a, b_low = (uint32_t)b;
	uint32_t high = multiply_high(a_low, b_low) + a_low * (uint32_t)(b >> 32) +
			(uint32_t)(a >> 32) * b_low;

	return (uint64_t)high << 32 | a_low * b_low;
}
