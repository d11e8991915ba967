/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console: a PL011 UART (ARM DDI 0183), set up by the firmware or the emulator.
 */
#include "devices.h"
#include "machine.h"
#include "registers.h"

enum pl011_register {
	PL011_DATA = 0x00,
	PL011_FLAGS = 0x18,
};

#define FLAG_RECEIVE_EMPTY 0x10u
#define FLAG_TRANSMIT_FULL 0x20u

void machine_console_write(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		while (register_read(PL011_ADDRESS + PL011_FLAGS) & FLAG_TRANSMIT_FULL)
			;
		register_write(PL011_ADDRESS + PL011_DATA, (uint8_t)text[i]);
	}
}

int machine_console_read(void)
{
	if (register_read(PL011_ADDRESS + PL011_FLAGS) & FLAG_RECEIVE_EMPTY)
		return -1;
	return (uint8_t)register_read(PL011_ADDRESS + PL011_DATA);
}
