/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a PC has its first 16550 UART, by ports. For assembly and C.
 */
#ifndef DRIVERS_UART_16550_H
#define DRIVERS_UART_16550_H

#define SERIAL_PORT 0x3f8
#define SERIAL_STATUS 0x3fd
#define SERIAL_READY 0x20

#endif
