/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Access to the configuration registers of PCI devices: pci_ports.c on PCs, or
 * pci_ecam.c. A machine takes the one file that fits it.
 */
#ifndef DRIVERS_PCI_CONFIG_H
#define DRIVERS_PCI_CONFIG_H

#include "pci.h"

/* Read the 32-bit register at @offset, a multiple of four below 256. All ones without a device. */
uint32_t pci_config_read(const struct pci_device *device, uint32_t offset);

/* Write it. */
void pci_config_write(const struct pci_device *device, uint32_t offset, uint32_t value);

#endif
