/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the UART: ports, as in a PC.
 */
#ifndef MIPS_UART_H
#define MIPS_UART_H

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
