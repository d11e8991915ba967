/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Words that several contexts change, and counters, on MicroBlaze with one CPU: by exclusive load and
 * store. GCC 12 has a compare and swap for this processor that takes its own result the wrong way
 * round, so nothing but loads and stores is left to the compiler. Included by kmap_arch.h.
 *
 * An exception or interrupt between LWX and SWX makes the store fail, which the carry tells (UG984,
 * swx).
 */
#ifndef KMAP_MICROBLAZE_WORDS_H
#define KMAP_MICROBLAZE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* There is one CPU, to which its own loads and stores seem to be in order. */
#define KMAP_ARCH_SWAP_IS_FENCE 1

static inline uint32_t kmap_arch_shared_load(const uint32_t *word)
{
	uint32_t value;

	__asm__ volatile("lwi %0, %1, 0" : "=r"(value) : "r"(word) : "memory");
	return value;
}

static inline void kmap_arch_shared_store(uint32_t *word, uint32_t value)
{
	__asm__ volatile("swi %0, %1, 0" : : "r"(value), "r"(word) : "memory");
}

static inline bool kmap_arch_shared_swap(uint32_t *word, uint32_t old, uint32_t value)
{
	uint32_t differs;

	__asm__ volatile("1:\n\t"
			 "lwx %0, %1, r0\n\t"
			 "xor %0, %0, %2\n\t"
			 "bnei %0, 2f\n\t"
			 "swx %3, %1, r0\n\t"
			 "addic %0, r0, 0\n\t"
			 "bnei %0, 1b\n"
			 "2:"
			 : "=&r"(differs)
			 : "r"(word), "r"(old), "r"(value)
			 : "memory");
	return !differs;
}

static inline void kmap_arch_count(uint32_t *counter)
{
	uint32_t value;

	__asm__ volatile("1:\n\t"
			 "lwx %0, %1, r0\n\t"
			 "addik %0, %0, 1\n\t"
			 "swx %0, %1, r0\n\t"
			 "addic %0, r0, 0\n\t"
			 "bnei %0, 1b"
			 : "=&r"(value)
			 : "r"(counter)
			 : "memory");
}

#endif
