/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of a number in the other order. GCC 12 calls its library for that, which it does not
 * have here, although Zbb has an instruction.
 */
#include <stdint.h>

uint32_t __bswapsi2(uint32_t value);
uint64_t __bswapdi2(uint64_t value);

uint32_t __bswapsi2(uint32_t value)
{
	uint32_t swapped;

	__asm__("rev8 %0, %1" : "=r"(swapped) : "r"(value));
	return swapped;
}

uint64_t __bswapdi2(uint64_t value)
{
	return (uint64_t)__bswapsi2((uint32_t)value) << 32 | __bswapsi2((uint32_t)(value >> 32));
}
