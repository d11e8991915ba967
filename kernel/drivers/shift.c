/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shifts of 64 bits for machines of 32 bits whose compiler calls its library for them when it
 * optimizes for size, and whose library cannot be used: it is made for programs.
 */
#include <stdint.h>

uint64_t __ashldi3(uint64_t number, int bits);
uint64_t __lshrdi3(uint64_t number, int bits);

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
