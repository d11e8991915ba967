/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Registers of coprocessor 0 (MIPS32 Architecture Reference Manual, volume III, MD00090), and those
 * of other VPEs (MIPS MT, MD00378).
 */
#ifndef DRIVERS_MIPS_CP0_H
#define DRIVERS_MIPS_CP0_H

#include <stdint.h>

/* "number" or "number, select", as in the manuals. */
#define CP0_READ(register)                                                                         \
	({                                                                                         \
		uint32_t value_;                                                                   \
		__asm__ volatile("mfc0 %0, $" register : "=r"(value_) : : "memory");               \
		value_;                                                                            \
	})

#define CP0_WRITE(register, value)                                                                 \
	__asm__ volatile("mtc0 %z0, $" register : : "Jr"((uint32_t)(value)) : "memory")

/* The same of the thread that VPEControl.TargTC names. */
#define OTHER_READ(register)                                                                       \
	({                                                                                         \
		uint32_t value_;                                                                   \
		__asm__ volatile(".set push\n\t.set mt\n\tmftc0 %0, $" register "\n\t.set pop"     \
				 : "=r"(value_)                                                    \
				 :                                                                 \
				 : "memory");                                                      \
		value_;                                                                            \
	})

#define OTHER_WRITE(register, value)                                                               \
	__asm__ volatile(".set push\n\t.set mt\n\tmttc0 %0, $" register "\n\t.set pop"             \
			 :                                                                         \
			 : "r"((uint32_t)(value))                                                  \
			 : "memory")

#define INDEX "0"
#define MVP_CONTROL "0, 1"
#define VPE_CONTROL "1, 1"
#define VPE_CONF0 "1, 2"
#define ENTRY_LO0 "2"
#define TC_STATUS "2, 1"
#define TC_BIND "2, 2"
#define TC_RESTART "2, 3"
#define TC_HALT "2, 4"
#define TC_CONTEXT "2, 5"
#define ENTRY_LO1 "3"
#define COUNT "9"
#define ENTRY_HI "10"
#define COMPARE "11"
#define CAUSE "13"
#define CONFIG1 "16, 1"

/* What was written before is seen by what follows. */
static inline void hazards_clear(void)
{
	__asm__ volatile("ehb" : : : "memory");
}

/* Cause.IP: what an interrupt is asked for by. */
#define PENDING_CPU 0x0100u
#define PENDING_TIMER 0x8000u

#endif
