/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PCI configuration (PCI Local Bus Specification 3.0, chapter 6).
 */
#include "pci_config.h"

/* Offsets of registers. */
enum pci_register {
	PCI_ID = 0x00,
	PCI_COMMAND = 0x04,
	PCI_CLASS = 0x08,
	PCI_HEADER = 0x0c,
	PCI_BAR0 = 0x10,
};

#define ID_NONE 0xffffffffu
#define COMMAND_MEMORY 0x2u
/* The upper half of the word is the status register: a one written clears its bit. */
#define COMMAND_BITS 0xffffu
#define HEADER_TYPE_BITS 0x007f0000u
#define HEADER_MANY_FUNCTIONS 0x00800000u

#define BAR_PORTS 0x1u
#define BAR_TYPE_BITS 0x6u
#define BAR_TYPE_64 0x4u
#define BAR_PREFETCHABLE 0x8u
#define BAR_FLAGS 0xfu

#define BUSES 256u
#define SLOTS 32u
#define FUNCTIONS 8u

/* The functions to probe: all eight only if function 0 says it is a multi-function device. */
static unsigned int functions_of(uint32_t slot_address)
{
	struct pci_device first = { slot_address };

	if (pci_config_read(&first, PCI_ID) == ID_NONE)
		return 0;
	return pci_config_read(&first, PCI_HEADER) & HEADER_MANY_FUNCTIONS ? FUNCTIONS : 1;
}

bool pci_find(uint32_t base_class, struct pci_device *device)
{
	for (uint32_t slot = 0; slot < BUSES * SLOTS; slot++) {
		unsigned int functions = functions_of(slot << 11);

		for (uint32_t function = 0; function < functions; function++) {
			*device = (struct pci_device){ slot << 11 | function << 8 };
			if (pci_config_read(device, PCI_ID) != ID_NONE &&
			    !(pci_config_read(device, PCI_HEADER) & HEADER_TYPE_BITS) &&
			    pci_config_read(device, PCI_CLASS) >> 24 == base_class)
				return true;
		}
	}
	return false;
}

/* Change the command register; returns what it was. */
static uint32_t command_write(const struct pci_device *device, uint32_t clear, uint32_t set)
{
	uint32_t before = pci_config_read(device, PCI_COMMAND) & COMMAND_BITS;

	pci_config_write(device, PCI_COMMAND, (before & ~clear) | set);
	return before;
}

/* Write all ones to a BAR: the address bits that stay zero give the size. */
static uint32_t bar_mask(const struct pci_device *device, uint32_t offset)
{
	uint32_t before = pci_config_read(device, offset);
	uint32_t mask;

	pci_config_write(device, offset, ~0u);
	mask = pci_config_read(device, offset);
	pci_config_write(device, offset, before);
	return mask;
}

/* Whether BAR @bar is the upper half of a 64-bit BAR. */
static bool is_upper_half(const struct pci_device *device, unsigned int bar)
{
	bool upper = false;

	for (unsigned int nr = 0; nr < bar; nr++) {
		uint32_t value = pci_config_read(device, PCI_BAR0 + 4 * nr);

		upper = !upper && (value & (BAR_PORTS | BAR_TYPE_BITS)) == BAR_TYPE_64;
	}
	return upper;
}

struct pci_memory pci_memory(const struct pci_device *device, unsigned int bar)
{
	uint32_t offset = PCI_BAR0 + 4 * bar;
	uint32_t low = pci_config_read(device, offset);
	bool wide = (low & BAR_TYPE_BITS) == BAR_TYPE_64 && bar + 1 < PCI_BARS;
	struct pci_memory memory = { 0 };
	uint64_t mask = (uint64_t)~0u << 32;
	uint32_t command;

	if (low & BAR_PORTS || is_upper_half(device, bar))
		return memory;
	/* With all ones in the BAR the device would decode addresses of other devices. */
	command = command_write(device, COMMAND_MEMORY, 0);
	mask |= bar_mask(device, offset) & ~BAR_FLAGS;
	if (wide)
		mask = (uint64_t)bar_mask(device, offset + 4) << 32 | (uint32_t)mask;
	command_write(device, 0, command);
	if (!(uint32_t)mask && (!wide || !(mask >> 32)))
		return memory;
	memory.size = ~mask + 1;
	memory.base = low & ~BAR_FLAGS;
	if (wide)
		memory.base |= (uint64_t)pci_config_read(device, offset + 4) << 32;
	memory.prefetchable = low & BAR_PREFETCHABLE;
	return memory;
}

void pci_memory_enable(const struct pci_device *device)
{
	command_write(device, 0, COMMAND_MEMORY);
}
