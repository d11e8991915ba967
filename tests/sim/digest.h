/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Digests of 64 bits, to tell states apart.
 */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include <stdint.h>

/* Numbers that differ in one bit give numbers that differ in half of them. A bijection. */
static inline uint64_t digest_mix(uint64_t value)
{
	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

/* One more value. The order matters, and small numbers do not cancel each other out. */
static inline uint64_t digest_add(uint64_t digest, uint64_t value)
{
	return digest_mix(digest * 0x9e3779b97f4a7c15u + digest_mix(value + 1));
}

/* A sequence of numbers that look random: the next one, and the sequence goes on. */
static inline uint64_t digest_next(uint64_t *sequence)
{
	*sequence += 0x9e3779b97f4a7c15u;
	return digest_mix(*sequence);
}

#endif
