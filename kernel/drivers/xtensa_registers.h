/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Special and external registers, by their numbers: the assembler for a small core does not know
 * all. Little-endian encodings, in which the register operands are fixed.
 */
#ifndef DRIVERS_XTENSA_REGISTERS_H
#define DRIVERS_XTENSA_REGISTERS_H

#include <stdint.h>

#include "layout.h"

#define SR_INTERRUPT 226
#define SR_INTENABLE 228
#define SR_CCOUNT 234
#define SR_PRID 235
#define SR_CCOMPARE0 240

/* RSR a8, number. */
#define SR_READ(number)                                                                            \
	({                                                                                         \
		register uint32_t value_ __asm__("a8");                                            \
		__asm__ volatile(".byte 0x80, %1, 0x03" : "=r"(value_) : "i"(number) : "memory");  \
		value_;                                                                            \
	})

/* WSR a8, number, and all that follows sees it. */
#define SR_WRITE(number, value)                                                                    \
	({                                                                                         \
		register uint32_t value_ __asm__("a8") = (uint32_t)(value);                        \
		__asm__ volatile(".byte 0x80, %1, 0x13\n\tisync"                                   \
				 :                                                                 \
				 : "r"(value_), "i"(number)                                        \
				 : "memory");                                                      \
	})

/* RER a8, a9. */
static inline uint32_t external_read(uint32_t address)
{
	register uint32_t value __asm__("a8");
	register uint32_t number __asm__("a9") = address;

	__asm__ volatile(".byte 0x80, 0x69, 0x40" : "=r"(value) : "r"(number) : "memory");
	return value;
}

/* WER a8, a9; other CPUs see first what was stored before. */
static inline void external_write(uint32_t address, uint32_t word)
{
	register uint32_t value __asm__("a8") = word;
	register uint32_t number __asm__("a9") = address;

	__asm__ volatile("memw\n\t.byte 0x80, 0x79, 0x40" : : "r"(value), "r"(number) : "memory");
}

#endif
