/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where a Malta board has its devices (MD00048), as QEMU's loader sets its system controller up.
 */
#ifndef MIPS_DEVICES_H
#define MIPS_DEVICES_H

/* ISA ports, in KSEG1. */
#define PORTS_ADDRESS 0xb8000000u
/* The registers of the GT-64120A, among them the two for PCI configuration. */
#define CONTROLLER_ADDRESS 0xbbe00000u

/* Physical addresses for the memory of PCI devices, from here on. */
#define PCI_MEMORY_PHYSICAL 0x10000000u

#endif
