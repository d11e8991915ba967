/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A hash table with open addressing, at most three quarters full.
 */
#include "visited.h"

#include <stdio.h>
#include <stdlib.h>

#define SIZE_FIRST ((size_t)1 << 16)

static void allocate(struct visited *visited, size_t size)
{
	*visited = (struct visited){
		.digests = calloc(size, sizeof(*visited->digests)),
		.costs = malloc(size),
		.size = size,
	};
	if (visited->digests && visited->costs)
		return;
	fprintf(stderr, "no memory for %zu states\n", size);
	exit(3);
}

static void release(struct visited *visited)
{
	free(visited->digests);
	free(visited->costs);
}

void visited_reset(struct visited *visited)
{
	release(visited);
	allocate(visited, SIZE_FIRST);
}

/* The index of a digest, or the index for it if it is not there. */
static size_t find(const struct visited *visited, uint64_t digest)
{
	size_t at = digest & (visited->size - 1);

	while (visited->digests[at] && visited->digests[at] != digest)
		at = (at + 1) & (visited->size - 1);
	return at;
}

static void put(struct visited *visited, uint64_t digest, uint8_t cost)
{
	size_t at = find(visited, digest);

	visited->count += !visited->digests[at];
	visited->digests[at] = digest;
	visited->costs[at] = cost;
}

static void grow(struct visited *visited)
{
	struct visited old = *visited;

	allocate(visited, old.size * 2);
	for (size_t at = 0; at < old.size; at++)
		if (old.digests[at])
			put(visited, old.digests[at], old.costs[at]);
	release(&old);
}

bool visited_add(struct visited *visited, uint64_t digest, unsigned int cost)
{
	size_t at;

	digest += !digest;
	at = find(visited, digest);
	if (visited->digests[at] && visited->costs[at] <= cost)
		return false;
	put(visited, digest, (uint8_t)cost);
	if (visited->count * 4 > visited->size * 3)
		grow(visited);
	return true;
}
