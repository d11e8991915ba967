/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * 64-bit digests that identify states.
 */
#ifndef SIM_DIGEST_H
#define SIM_DIGEST_H

#include <stdint.h>

/* A bijection: inputs that differ in one bit give outputs that differ in about half the bits. */
static inline uint64_t digest_mix(uint64_t value)
{
	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

/*
 * Add a value. For each digest this is a bijection, and the order matters. The next value
 * cannot undo what a small difference in this one made of the digest.
 */
static inline uint64_t digest_add(uint64_t digest, uint64_t value)
{
	digest = digest * 0x9e3779b97f4a7c15u + value;
	digest = (digest ^ digest >> 32) * 0xbf58476d1ce4e5b9u;
	return digest ^ digest >> 29;
}

/* The next number of a pseudo-random sequence. */
static inline uint64_t digest_next(uint64_t *sequence)
{
	*sequence += 0x9e3779b97f4a7c15u;
	return digest_mix(*sequence);
}

#endif
