/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Registers of devices, at their virtual addresses, in memory of a device type: accesses are
 * neither merged nor reordered among those to one device.
 */
#ifndef DRIVERS_REGISTERS_H
#define DRIVERS_REGISTERS_H

#include <stdint.h>

static inline uint32_t register_read(uintptr_t address)
{
	return *(volatile uint32_t *)address;
}

static inline void register_write(uintptr_t address, uint32_t value)
{
	*(volatile uint32_t *)address = value;
}

#endif
