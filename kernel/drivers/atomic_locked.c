/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the compiler calls to change a word in one step, on machines whose processor cannot: by the
 * port's swap, which takes a lock. A store is an instruction that takes none. So no word may be
 * stored at the same time, unless it is only exchanged: the compiler has an instruction for that.
 * (A lock is only exchanged and stored; a counter that is stored is not in use yet.)
 */
#include <stdbool.h>
#include <stdint.h>

#include <kmap/types.h>

uint32_t __atomic_fetch_add_4(volatile void *word, uint32_t value, int order);
uint32_t __atomic_fetch_sub_4(volatile void *word, uint32_t value, int order);
uint32_t __atomic_fetch_and_4(volatile void *word, uint32_t value, int order);
uint32_t __atomic_fetch_or_4(volatile void *word, uint32_t value, int order);

enum operation { ADD, AND, OR };

static inline uint32_t result(enum operation operation, uint32_t a, uint32_t b)
{
	return operation == ADD ? a + b : operation == AND ? (a & b) : (a | b);
}

static inline uint32_t change(volatile void *word, enum operation operation, uint32_t value)
{
	uint32_t old;

	do {
		old = kmap_arch_shared_load((uint32_t *)word);
	} while (!kmap_arch_shared_swap((uint32_t *)word, old, result(operation, old, value)));
	return old;
}

uint32_t __atomic_fetch_add_4(volatile void *word, uint32_t value, int order)
{
	(void)order;
	return change(word, ADD, value);
}

uint32_t __atomic_fetch_sub_4(volatile void *word, uint32_t value, int order)
{
	(void)order;
	return change(word, ADD, -value);
}

uint32_t __atomic_fetch_and_4(volatile void *word, uint32_t value, int order)
{
	(void)order;
	return change(word, AND, value);
}

uint32_t __atomic_fetch_or_4(volatile void *word, uint32_t value, int order)
{
	(void)order;
	return change(word, OR, value);
}
