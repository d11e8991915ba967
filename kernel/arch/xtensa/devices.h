/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the Xtensa design for the KC705 board has its devices: at their physical addresses.
 */
#ifndef XTENSA_DEVICES_H
#define XTENSA_DEVICES_H

#define UART_ADDRESS 0xfd050020u
/* The frequency of the processors, in Hz. */
#define FREQUENCY_ADDRESS 0xfd020004u

#endif
