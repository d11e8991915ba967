/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A phase of the main job: workers on all CPUs process the copies in a cache, one worker
 * to a copy.
 */
#ifndef JOBS_PHASE_H
#define JOBS_PHASE_H

#include <stdbool.h>
#include <stdint.h>

#include "cache.h"
#include "sha256.h"

/* One way to access a page. */
struct mode {
	const char *name;
	enum zone zone;
	void *(*map)(const struct page *page);
	void (*unmap)(const void *address);
};

/**
 * struct phase - what the workers share
 * @mode:       how they access pages; NULL while they fill the cache
 * @cache:      what they work on
 * @expected:   the digest of the file
 * @done:       copies processed
 * @done_pages: pages moved
 * @right:      copies with the right digest
 * @mappings:   mappings made
 * @preempted_while_mapped: times a worker lost its CPU while it held a mapping
 * @migrated_while_mapped: times a worker went to another CPU while it held a mapping
 * @workers:    workers that have not ended
 * @failed:     memory ran out
 */
struct phase {
	const struct mode *mode;
	struct cache *cache;
	const uint8_t *expected;
	uint32_t done;
	uint32_t done_pages;
	uint32_t right;
	uint32_t mappings;
	uint32_t preempted_while_mapped;
	uint32_t migrated_while_mapped;
	uint32_t workers;
	bool failed;
};

/*
 * Let workers fill @cache (@mode NULL), or move every page of it to a new
 * frame and hash it there, showing progress. Returns the length of the phase
 * in nanoseconds; *@result says what was done.
 */
uint64_t phase_run(const struct mode *mode, struct cache *cache,
		   const uint8_t expected[SHA256_BYTES], struct phase *result);

#endif
