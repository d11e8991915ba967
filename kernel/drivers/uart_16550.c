/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console: a 16550 UART, which the firmware or the emulator has set up. The machine says in
 * uart.h how its registers are reached.
 */
#include "machine.h"
#include "uart.h"

enum uart_register { UART_DATA = 0, UART_STATUS = 5 };

#define STATUS_RECEIVED 0x01u
#define STATUS_READY 0x20u

void machine_console_write(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		while (!(uart_read(UART_STATUS) & STATUS_READY))
			;
		uart_write(UART_DATA, (uint8_t)text[i]);
	}
}

int machine_console_read(void)
{
	return uart_read(UART_STATUS) & STATUS_RECEIVED ? uart_read(UART_DATA) : -1;
}
