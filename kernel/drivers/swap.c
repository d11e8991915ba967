/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of a number in the other order, for machines without an instruction for that, whose
 * compiler calls its library.
 */
#include <stdint.h>

uint32_t __bswapsi2(uint32_t value);
uint64_t __bswapdi2(uint64_t value);

uint32_t __bswapsi2(uint32_t value)
{
	return value << 24 | (value & 0xff00u) << 8 | (value >> 8 & 0xff00u) | value >> 24;
}

uint64_t __bswapdi2(uint64_t value)
{
	return (uint64_t)__bswapsi2((uint32_t)value) << 32 | __bswapsi2((uint32_t)(value >> 32));
}
