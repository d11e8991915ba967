/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * I/O ports, for the drivers of devices that PCs have behind them: here they are memory, but for the
 * two of PCI configuration, which are registers of the system controller.
 */
#ifndef MIPS_PORTS_H
#define MIPS_PORTS_H

#include <stdint.h>

#include "devices.h"

static inline void out8(uint16_t port, uint8_t value)
{
	*(volatile uint8_t *)(PORTS_ADDRESS + port) = value;
}

static inline uint8_t in8(uint16_t port)
{
	return *(volatile uint8_t *)(PORTS_ADDRESS + port);
}

/* Only for PCI configuration. */
static inline void out32(uint16_t port, uint32_t value)
{
	*(volatile uint32_t *)(CONTROLLER_ADDRESS + port) = value;
}

static inline uint32_t in32(uint16_t port)
{
	return *(volatile uint32_t *)(CONTROLLER_ADDRESS + port);
}

#endif
