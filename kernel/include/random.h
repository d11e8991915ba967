/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pseudo-random numbers, the same in every run.
 */
#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include <stdint.h>

struct random {
	uint32_t state; /* not zero */
};

/* xorshift, George Marsaglia, 2003. */
static inline uint32_t random_next(struct random *random)
{
	uint32_t x = random->state;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return random->state = x;
}

static inline uint32_t random_below(struct random *random, uint32_t limit)
{
	return random_next(random) % limit;
}

#endif
