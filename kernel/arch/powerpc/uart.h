/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the UART: bytes in memory, in guarded pages.
 */
#ifndef POWERPC_UART_H
#define POWERPC_UART_H

#include <stdint.h>

#include "devices.h"

static inline uint8_t uart_read(unsigned int number)
{
	return *(volatile uint8_t *)(UART_ADDRESS + number);
}

static inline void uart_write(unsigned int number, uint8_t value)
{
	*(volatile uint8_t *)(UART_ADDRESS + number) = value;
}

#endif
