/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A hash table with open addressing, at most three quarters full.
 */
#include "visited.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define SIZE_FIRST ((size_t)1 << 16)

/* Zeroes, in huge pages where there are any: nearly every look-up is at another place. */
static void *zeroes(size_t bytes)
{
	void *memory =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED) {
		fprintf(stderr, "no memory for %zu bytes of states\n", bytes);
		exit(3);
	}
	madvise(memory, bytes, MADV_HUGEPAGE);
	return memory;
}

static void allocate(struct visited *visited, size_t size)
{
	*visited = (struct visited){
		.digests = zeroes(size * sizeof(*visited->digests)),
		.costs = zeroes(size),
		.size = size,
	};
}

static void release(struct visited *visited)
{
	if (!visited->size)
		return;
	munmap(visited->digests, visited->size * sizeof(*visited->digests));
	munmap(visited->costs, visited->size);
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

/* Where nothing costs anything, all costs stay as they are, and are not looked at. */
static void enter(struct visited *visited, uint64_t digest, uint8_t cost)
{
	size_t at = find(visited, digest);

	visited->count += !visited->digests[at];
	visited->digests[at] = digest;
	visited->costly |= cost > 0;
	if (visited->costly)
		visited->costs[at] = cost;
}

static unsigned int cost_of(const struct visited *visited, size_t at)
{
	return visited->costly ? visited->costs[at] : 0;
}

static void grow(struct visited *visited)
{
	struct visited old = *visited;

	allocate(visited, old.size * 2);
	for (size_t at = 0; at < old.size; at++)
		if (old.digests[at])
			enter(visited, old.digests[at], (uint8_t)cost_of(&old, at));
	release(&old);
}

bool visited_add(struct visited *visited, uint64_t digest, unsigned int cost)
{
	size_t at;

	digest += !digest;
	at = find(visited, digest);
	if (visited->digests[at] && cost_of(visited, at) <= cost)
		return false;
	enter(visited, digest, (uint8_t)cost);
	if (visited->count * 4 > visited->size * 3)
		grow(visited);
	return true;
}
