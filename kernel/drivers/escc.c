/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The console: channel A of a Zilog 85C30 serial controller. It has a control register, which is
 * register 0 when it is read, and whose number is written before any other register is; and a data
 * register.
 */
#include "arch.h"
#include "devices.h"
#include "machine.h"

#define CONTROL (*(volatile uint8_t *)(SERIAL_ADDRESS + 4))
#define DATA (*(volatile uint8_t *)(SERIAL_ADDRESS + 6))

#define STATUS_RECEIVED 0x01u
#define STATUS_READY 0x04u
/* Registers 3 and 5: receiver and transmitter on, eight bits. */
#define REGISTER_RECEIVE 3u
#define RECEIVE_ON 0xc1u
#define REGISTER_TRANSMIT 5u
#define TRANSMIT_ON 0x68u

/* Each call turns it on, because nothing comes before the first one. */
static void transmitter_on(void)
{
	CONTROL = REGISTER_TRANSMIT;
	CONTROL = TRANSMIT_ON;
}

void machine_console_write(const char *text, size_t length)
{
	transmitter_on();
	for (size_t i = 0; i < length; i++) {
		while (!(CONTROL & STATUS_READY))
			;
		DATA = (uint8_t)text[i];
	}
}

int machine_console_read(void)
{
	CONTROL = REGISTER_RECEIVE;
	CONTROL = RECEIVE_ON;
	return CONTROL & STATUS_RECEIVED ? DATA : -1;
}
