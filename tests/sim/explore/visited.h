/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * States that were seen, by digests of 64 bits. Two states of one digest would
 * be taken for one: among n states that happens with a probability of about
 * n^2 / 2^65.
 */
#ifndef SIM_VISITED_H
#define SIM_VISITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* @digests: 0 where there is none. @costs: the least at which each was reached. */
struct visited {
	uint64_t *digests;
	uint8_t *costs;
	size_t size, count;
};

/* Nothing was seen. What the set held before is given back. */
void visited_reset(struct visited *visited);

/* A state reached at @cost, below 255; returns whether it was not seen at this cost or less. */
bool visited_add(struct visited *visited, uint64_t digest, unsigned int cost);

#endif
