/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Count and Compare, for kernel/drivers/count_timer.c.
 */
#ifndef MIPS_COUNT_REGISTERS_H
#define MIPS_COUNT_REGISTERS_H

#include <stdbool.h>

#include "mips_cp0.h"

/* What QEMU's Malta counts in: on a board it would be measured. */
#define COUNT_NS 6u

static inline uint32_t counter_read(void)
{
	return CP0_READ(COUNT);
}

static inline uint32_t compare_read(void)
{
	return CP0_READ(COMPARE);
}

static inline void compare_write(uint32_t value)
{
	CP0_WRITE(COMPARE, value);
	hazards_clear();
}

static inline bool timer_is_pending(void)
{
	return CP0_READ(CAUSE) & PENDING_TIMER;
}

#endif
