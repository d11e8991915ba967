/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What PCs have as ports for PCI configuration: registers of the bridge. The data are little-endian.
 */
#ifndef POWERPC_PORTS_H
#define POWERPC_PORTS_H

#include <stdint.h>

#include "byte_order.h"
#include "devices.h"
#include "registers.h"

#define PORT_OF_DATA 4u

static inline void out32(uint16_t port, uint32_t value)
{
	register_write(PCI_REGISTERS + (port & 7u),
		       port & PORT_OF_DATA ? little_endian32(value) : value);
}

/* Only of data. */
static inline uint32_t in32(uint16_t port)
{
	return little_endian32(register_read(PCI_REGISTERS + (port & 7u)));
}

#endif
