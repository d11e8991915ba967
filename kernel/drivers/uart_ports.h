/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of a UART that is where a PC has its first one: ports.
 */
#ifndef DRIVERS_UART_PORTS_H
#define DRIVERS_UART_PORTS_H

#include "ports.h"
#include "uart_16550.h"

static inline uint8_t uart_read(unsigned int number)
{
	return in8((uint16_t)(SERIAL_PORT + number));
}

static inline void uart_write(unsigned int number, uint8_t value)
{
	out8((uint16_t)(SERIAL_PORT + number), value);
}

#endif
