/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The visited states, as 64-bit digests. Two states with the same digest would be taken for
 * one; the probability of that is about n^2 / 2^65 for n states.
 */
#ifndef SIM_VISITED_H
#define SIM_VISITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * @digests: 0 if empty. @costs: the lowest cost at which each was reached. @costly: whether any
 * is more than 0.
 */
struct visited {
	uint64_t *digests;
	uint8_t *costs;
	bool costly;
	size_t size, count;
};

/* Empty the set, and free its memory. */
void visited_reset(struct visited *visited);

/* Add a state reached at @cost, below 255; false if it is there with this cost or less. */
bool visited_add(struct visited *visited, uint64_t digest, unsigned int cost);

#endif
