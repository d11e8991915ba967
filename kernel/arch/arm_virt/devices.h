/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The devices of QEMU's virt machine (docs/system/arm/virt): physical addresses, and where the
 * kernel finds them.
 */
#ifndef ARM_VIRT_DEVICES_H
#define ARM_VIRT_DEVICES_H

#include "layout.h"

#define GIC_PHYSICAL 0x08000000
#define PL011_PHYSICAL 0x09000000

#define GIC_DISTRIBUTOR_ADDRESS (KERNEL_OFFSET + GIC_PHYSICAL)
#define GIC_INTERFACE_ADDRESS (KERNEL_OFFSET + GIC_PHYSICAL + 0x10000)
#define PL011_ADDRESS (KERNEL_OFFSET + PL011_PHYSICAL)

/* Physical addresses for the memory of PCI devices, from here on. */
#define PCI_MEMORY_PHYSICAL 0x10000000u

#endif
