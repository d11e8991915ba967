/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the UART: a word for each, for kernel/drivers/uart_16550.c.
 */
#ifndef MICROBLAZE_UART_H
#define MICROBLAZE_UART_H

#include "devices.h"
#include "registers.h"

static inline uint8_t uart_read(unsigned int number)
{
	return (uint8_t)register_read(UART_ADDRESS + 4 * number);
}

static inline void uart_write(unsigned int number, uint8_t value)
{
	register_write(UART_ADDRESS + 4 * number, value);
}

#endif
