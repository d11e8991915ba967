/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * CCOUNT and CCOMPARE0, for kernel/drivers/count_timer.c.
 */
#ifndef XTENSA_COUNT_REGISTERS_H
#define XTENSA_COUNT_REGISTERS_H

#include <stdbool.h>

#include "xtensa.h"
#include "xtensa_registers.h"

/* What CCOUNT counts in, which depends on the processor: whole nanoseconds in QEMU. */
#define COUNT_NS cycle_ns

static inline uint32_t counter_read(void)
{
	return SR_READ(SR_CCOUNT);
}

static inline uint32_t compare_read(void)
{
	return SR_READ(SR_CCOMPARE0);
}

/* That takes the interrupt back, too. */
static inline void compare_write(uint32_t value)
{
	SR_WRITE(SR_CCOMPARE0, value);
}

static inline bool timer_is_pending(void)
{
	return SR_READ(SR_INTERRUPT) & INTERRUPT_TIMER;
}

#endif
