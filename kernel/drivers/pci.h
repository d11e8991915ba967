/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PCI devices.
 */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H

#include <stdbool.h>
#include <stdint.h>

/* Base address registers of a device. */
#define PCI_BARS 6

/* A device: bus number from bit 16 on, device number from bit 11 on, function number from bit 8 on. */
struct pci_device {
	uint32_t address;
};

/**
 * struct pci_memory - memory of a device
 * @base: address on the bus; see pci_physical()
 * @size: bytes, a power of two; 0 for none
 * @prefetchable: reading it has no side effects and writes may be combined
 */
struct pci_memory {
	uint64_t base;
	uint64_t size;
	bool prefetchable;
};

/* Find the first device with this base class; false if there is none. */
bool pci_find(uint32_t base_class, struct pci_device *device);

/*
 * The memory behind BAR @bar, 0 to PCI_BARS - 1. The size is 0 for an I/O BAR, an unused
 * BAR and the upper half of a 64-bit BAR. Disables memory decoding for a moment.
 */
struct pci_memory pci_memory(const struct pci_device *device, unsigned int bar);

/*
 * Give the device's memories addresses, if the machine has no firmware that does: 32 bits of them,
 * while memory decoding is disabled.
 */
void pci_place(const struct pci_device *device);

/* The physical address at which CPUs find an address on the bus. */
uint64_t pci_physical(uint64_t bus_address);

/* Enable memory decoding. */
void pci_memory_enable(const struct pci_device *device);

#endif
