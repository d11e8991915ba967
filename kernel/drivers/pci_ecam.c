/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PCI configuration registers in memory (PCI Express Base Specification, "Enhanced Configuration
 * Access Mechanism"), a page for each function; and addresses for devices, which no firmware has
 * given. The device tree says where the registers are.
 */
#include <kmap/kmap.h>

#include "devices.h"
#include "fdt.h"
#include "pci_config.h"

#define BAR0 0x10u

/* The page of a device's registers, mapped; NULL if there is none. */
static char *registers_map(const struct pci_device *device)
{
	struct fdt_range pages = fdt_range(PCI_NODE);
	uint64_t offset = (uint64_t)device->address >> 8 << KMAP_ARCH_PAGE_SHIFT;
	unsigned long pfn = (unsigned long)((pages.start + offset) >> KMAP_ARCH_PAGE_SHIFT);

	return offset < pages.bytes ? kmap_local_pfn_prot(pfn, KMAP_PROT_UNCACHED) : NULL;
}

uint32_t pci_config_read(const struct pci_device *device, uint32_t offset)
{
	char *page = registers_map(device);
	uint32_t value;

	if (!page)
		return ~0u;
	value = *(volatile uint32_t *)(page + offset);
	kunmap_local(page);
	return value;
}

void pci_config_write(const struct pci_device *device, uint32_t offset, uint32_t value)
{
	char *page = registers_map(device);

	if (!page)
		return;
	*(volatile uint32_t *)(page + offset) = value;
	kunmap_local(page);
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
