/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PCI configuration registers in memory (PCI Express Base Specification, "Enhanced Configuration
 * Access Mechanism"), a page for each function. The device tree says where they are.
 */
#include <kmap/kmap.h>

#include "devices.h"
#include "fdt.h"
#include "pci_config.h"

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
