/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Addresses for PCI devices where no firmware has given any.
 */
#include "devices.h"
#include "pci_config.h"

#define BAR0 0x10u

/* What is to be added to an address on the bus. */
#ifndef PCI_BUS_OFFSET
#define PCI_BUS_OFFSET 0u
#endif

uint64_t pci_physical(uint64_t bus_address)
{
	return bus_address + PCI_BUS_OFFSET;
}

/* One device alone, so its memories begin where those of all devices may. */
void pci_place(const struct pci_device *device)
{
	uint64_t next = PCI_MEMORY_PHYSICAL;

	for (unsigned int bar = 0; bar < PCI_BARS; bar++) {
		struct pci_memory memory = pci_memory(device, bar);

		if (!memory.size || memory.base)
			continue;
		next = (next + memory.size - 1) & ~(memory.size - 1);
		pci_config_write(device, BAR0 + 4 * bar, (uint32_t)next);
		next += memory.size;
	}
}
