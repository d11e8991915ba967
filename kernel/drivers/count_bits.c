/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counting bits, for machines whose processor has no instruction for that, and whose compiler's
 * library cannot be used.
 */
#include <stdint.h>

int __clzsi2(uint32_t value);
int __ctzsi2(uint32_t value);
int __popcountsi2(uint32_t value);

/* Halves, then quarters, ... of what may hold the highest bit. @value is not 0. */
int __clzsi2(uint32_t value)
{
	int zeros = 31;

	for (unsigned int half = 16; half; half /= 2)
		if (value >> half) {
			value >>= half;
			zeros -= (int)half;
		}
	return zeros;
}

/* @value is not 0. */
int __ctzsi2(uint32_t value)
{
	return 31 - __clzsi2(value & -value);
}

int __popcountsi2(uint32_t value)
{
	int ones = 0;

	for (; value; value &= value - 1)
		ones++;
	return ones;
}
