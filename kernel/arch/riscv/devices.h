/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The devices of QEMU's virt machine (docs/system/riscv/virt): physical addresses, and where the
 * kernel finds them. For assembly and C.
 */
#ifndef RISCV_DEVICES_H
#define RISCV_DEVICES_H

#include "layout.h"

#define TEST_PHYSICAL 0x00100000
#define CLINT_PHYSICAL 0x02000000
#define UART_PHYSICAL 0x10000000

/* In the CLINT: for each hart a word that raises its software interrupt, and its comparator. */
#define CLINT_SOFTWARE 0x0000
#define CLINT_COMPARE 0x4000

#define TEST_ADDRESS (KERNEL_OFFSET + TEST_PHYSICAL)
#define CLINT_ADDRESS (KERNEL_OFFSET + CLINT_PHYSICAL)
#define UART_ADDRESS (KERNEL_OFFSET + UART_PHYSICAL)

/* Where the memory of PCI devices may be, and their node in the device tree. */
#define PCI_MEMORY_PHYSICAL 0x40000000u
#define PCI_NODE "pci"

#endif
