/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The registers of the UART, for kernel/drivers/uart_16550.c.
 */
#ifndef X86_UART_H
#define X86_UART_H

#include "uart_ports.h"

#endif
