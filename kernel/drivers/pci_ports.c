/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * PCI configuration through two ports (PCI Local Bus Specification 3.0, chapter 3.2.2.3).
 */
#include "pci_config.h"
#include "ports.h"
#include "spinlock.h"

#define PORT_ADDRESS 0xcf8
#define PORT_DATA 0xcfc
#define ADDRESS_ENABLE 0x80000000u

static struct spinlock port_lock;

uint32_t pci_config_read(const struct pci_device *device, uint32_t offset)
{
	unsigned long flags = spin_lock_irq(&port_lock);
	uint32_t value;

	out32(PORT_ADDRESS, ADDRESS_ENABLE | device->address | offset);
	value = in32(PORT_DATA);
	spin_unlock_irq(&port_lock, flags);
	return value;
}

void pci_config_write(const struct pci_device *device, uint32_t offset, uint32_t value)
{
	unsigned long flags = spin_lock_irq(&port_lock);

	out32(PORT_ADDRESS, ADDRESS_ENABLE | device->address | offset);
	out32(PORT_DATA, value);
	spin_unlock_irq(&port_lock, flags);
}
