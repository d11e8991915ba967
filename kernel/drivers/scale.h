/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Conversion between units of time: a factor below 256, in fixed point.
 */
#ifndef DRIVERS_SCALE_H
#define DRIVERS_SCALE_H

#include <stdint.h>

#define SCALE_SHIFT 24

static inline uint64_t scale(uint64_t value, uint32_t factor)
{
	uint64_t high = (value >> 32) * factor;
	uint64_t low = (value & 0xffffffffu) * factor;

	return (high << (32 - SCALE_SHIFT)) + (low >> SCALE_SHIFT);
}

#endif
