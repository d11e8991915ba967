/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console: a 16550 UART behind ports, which the firmware has set up.
 */
#include "uart_16550.h"

#include "machine.h"
#include "ports.h"

void machine_console_write(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		while (!(in8(SERIAL_STATUS) & SERIAL_READY))
			;
		out8(SERIAL_PORT, (uint8_t)text[i]);
	}
}

int machine_console_read(void)
{
	return in8(SERIAL_STATUS) & SERIAL_RECEIVED ? in8(SERIAL_PORT) : -1;
}
