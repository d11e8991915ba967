/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Special-purpose registers, by the numbers in layout.h.
 */
#ifndef DRIVERS_E500_SPR_H
#define DRIVERS_E500_SPR_H

#include <stdint.h>

#define SPR_READ(number)                                                                           \
	({                                                                                         \
		uint32_t value_;                                                                   \
		__asm__ volatile("mfspr %0, %1" : "=r"(value_) : "i"(number) : "memory");          \
		value_;                                                                            \
	})

#define SPR_WRITE(number, value)                                                                   \
	__asm__ volatile("mtspr %0, %1" : : "i"(number), "r"((uint32_t)(value)) : "memory")

/* What was written before is seen by what follows. */
static inline void context_synchronize(void)
{
	__asm__ volatile("isync" : : : "memory");
}

#endif
