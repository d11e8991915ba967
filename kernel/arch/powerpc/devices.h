/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where QEMU's ppce500 has its devices: the registers of a QorIQ, 1 MiB of them, and memory of PCI
 * devices. Physical addresses have 36 bits: four, and 32. For assembly and C.
 */
#ifndef POWERPC_DEVICES_H
#define POWERPC_DEVICES_H

#include "layout.h"

#define DEVICES_HIGH 0xf
#define DEVICES_LOW 0xe0000000
#define PCI_HIGH 0xc
#define PCI_LOW 0x00000000

/* The bridge shows them 256 MiB of the bus, of which the first is for exit.c. */
#define PCI_BUS_ADDRESS 0xe0000000u
#define PCI_MEMORY_PHYSICAL 0xe0100000u
#define PCI_WINDOW_SHIFT 28
#define PCI_BUS_OFFSET (((uint64_t)PCI_HIGH << 32 | PCI_LOW) - PCI_BUS_ADDRESS)

/* The node of a CPU in the device tree. */
#define CPU_NODE "PowerPC,8544"

#define UART_ADDRESS (DEVICES_ADDRESS + 0x4500u)
#define PCI_REGISTERS (DEVICES_ADDRESS + 0x8000u)
#define MPIC_ADDRESS (DEVICES_ADDRESS + 0x40000u)
#define POWER_ADDRESS (DEVICES_ADDRESS + 0xff000u)

#endif
