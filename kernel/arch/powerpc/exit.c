/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of the run. Power off is success; a device that takes a note of a panic is for failure.
 */
#include "devices.h"
#include "machine.h"
#include "pci_config.h"
#include "registers.h"

#include "arch.h"

/* Of the port to which the power switch is connected: direction, data. */
#define POWER_DIRECTION POWER_ADDRESS
#define POWER_DATA (POWER_ADDRESS + 8u)
#define POWER_OFF 0x80000000u

#define CLASS_SYSTEM 0x08u
#define BAR0 0x10u
#define PANICKED 1u

/* It is given the first addresses of all, where TLB1 has an entry. */
static void panic_note(void)
{
	struct pci_device device;

	if (!pci_find(CLASS_SYSTEM, &device))
		return;
	pci_config_write(&device, BAR0, PCI_BUS_ADDRESS);
	pci_memory_enable(&device);
	*(volatile uint8_t *)PCI_ADDRESS = PANICKED;
}

void machine_exit(bool ok)
{
	irq_disable();
	if (!ok)
		panic_note();
	register_write(POWER_DIRECTION, POWER_OFF);
	register_write(POWER_DATA, POWER_OFF);
	machine_halt();
}
