/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Addresses of the devices of QEMU's virt machine (docs/system/arm/virt).
 */
#ifndef ARM_DEVICES_H
#define ARM_DEVICES_H

#include "layout.h"

/* Virtual ones: all devices are mapped. */
#define GIC_DISTRIBUTOR_ADDRESS (KERNEL_OFFSET + 0x08000000u)
#define GIC_INTERFACE_ADDRESS (KERNEL_OFFSET + 0x08010000u)
#define PL011_ADDRESS (KERNEL_OFFSET + 0x09000000u)

/* Physical addresses for the memory of PCI devices, from here on. */
#define PCI_MEMORY_PHYSICAL 0x10000000u
/* The bridge in the device tree. */
#define PCI_NODE "pcie"

#endif
