/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counting instructions, for the jobs that do. The count of an empty loop is to be
 * subtracted.
 */
#ifndef BENCH_COUNT_H
#define BENCH_COUNT_H

#include "machine.h"
#include "memory.h"

#define BENCH_ROUNDS 20000u
/* The most mappings that bench_switches() holds. */
#define BENCH_HELD_MAX 8

/* Hides the value from the optimizer. */
static inline void *keep(void *address)
{
	__asm__ volatile("" : "+r"(address) : : "memory");
	return address;
}

/* Count BENCH_ROUNDS rounds of @body, always in the same loop. */
#define BENCH_MEASURE(body)                                                                        \
	({                                                                                         \
		uint64_t begin_ = machine_counter();                                               \
		for (uint32_t round_ = 0; round_ < BENCH_ROUNDS; round_++) {                       \
			__asm__ volatile("" : "+r"(round_));                                       \
			body;                                                                      \
		}                                                                                  \
		machine_counter() - begin_;                                                        \
	})

/* Count BENCH_ROUNDS pairs of map and unmap of @page. */
uint64_t bench_pairs(struct page *page);

/*
 * Count BENCH_ROUNDS switches to another task on this CPU and back, while both hold
 * mappings of the first @held of @pages.
 */
uint64_t bench_switches(struct page *const pages[], unsigned int held);

#endif
