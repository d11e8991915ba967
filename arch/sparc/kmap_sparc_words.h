/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * SPARC of 32 bits, version 8: words that CPUs share, counters, and the lowest bit of a mask. There
 * are two atomic instructions, SWAP of a word and LDSTUB, which sets a byte; nothing compares, adds,
 * or counts zeros. Included by kmap_arch.h.
 */
#ifndef KMAP_SPARC_WORDS_H
#define KMAP_SPARC_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* Enable traps, in the processor state register. */
#define KMAP_SPARC_PSR_TRAPS 0x20

/*
 * Traps off, with them interrupts of level 15, which nothing else masks. WRPSR exchanges what
 * it writes with its operands by exclusive or; it may take three instructions to work (B.29).
 */
static inline uint32_t kmap_words_enter(void)
{
	uint32_t state;

	__asm__ volatile("rd %%psr, %0\n\t"
			 "wr %0, %1, %%psr\n\t"
			 "nop\n\tnop\n\tnop"
			 : "=r"(state)
			 : "i"(KMAP_SPARC_PSR_TRAPS)
			 : "memory");
	return state;
}

static inline void kmap_words_leave(uint32_t state)
{
	__asm__ volatile("wr %0, 0, %%psr\n\t"
			 "nop\n\tnop\n\tnop"
			 :
			 : "r"(state)
			 : "memory", "cc");
}

static inline bool kmap_words_try(uint8_t *byte)
{
	uint32_t before;

	__asm__ volatile("ldstub %1, %0" : "=r"(before), "+m"(*byte) : : "memory");
	return !before;
}

static inline void kmap_words_put(uint32_t *word, uint32_t value)
{
	__asm__ volatile("swap %1, %0" : "+r"(value), "+m"(*word) : : "memory");
}

#include <kmap/port/shared_words_locked.h>

/*
 * Add one to a counter of this CPU, which an interrupt between load and store may count up, too:
 * SWAP tells. What the counter has lost then, because it was overwritten, is added in turn. So
 * counter and what is still to be added are right together after each SWAP.
 */
static inline void kmap_arch_count(uint32_t *counter)
{
	uint32_t seen, value;

	__asm__ volatile("ld %2, %0\n\t"
			 "add %0, 1, %1\n"
			 "1:\tswap %2, %1\n\t"
			 "subcc %1, %0, %1\n\t"
			 "bne,a 2f\n\t"
			 " ld %2, %0\n\t"
			 ".subsection 1\n"
			 "2:\tba 1b\n\t"
			 " add %0, %1, %1\n\t"
			 ".previous"
			 : "=&r"(seen), "=&r"(value), "+m"(*counter)
			 :
			 : "memory", "cc");
}

/* The number of the lowest bit is found here, not by the compiler, which would call its library. */
#define KMAP_ARCH_LOWEST

/*
 * A bit times this constant has another number in its first five bits for each bit: in the constant
 * all numbers of five bits follow each other (a de Bruijn sequence).
 */
#define KMAP_SPARC_SEQUENCE 0x077cb531u

static inline unsigned int kmap_arch_lowest(uint32_t mask)
{
	static const uint8_t numbers[32] = { 0,	 1,  28, 2,  29, 14, 24, 3,  30, 22, 20,
					     15, 25, 17, 4,  8,	 31, 27, 13, 23, 21, 19,
					     16, 7,  26, 12, 18, 6,  11, 5,  10, 9 };

	return numbers[(mask & -mask) * KMAP_SPARC_SEQUENCE >> 27];
}

#endif
