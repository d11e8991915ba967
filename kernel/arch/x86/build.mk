# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the machines with an x86 processor share, PCs all: both widths.

PC_DRIVERS := apic bochs_display context cpu_ready debug_exit fault multiboot no_execute pat pc_time \
	pci pci_placed pci_ports private_windows uart_16550 walk walk_halves window_tables
X86_SOURCES := $(wildcard kernel/arch/x86/*.c kernel/arch/x86/*.S) $(PC_DRIVERS:%=kernel/drivers/%.c)
ARCH_LINKER_SCRIPT := kernel/drivers/kernel.ld
# Where a PC has memory for it.
LOAD_PHYSICAL := 0x00100000
X86_LINK = $(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
	-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments -Wl,--defsym=KERNEL_OFFSET=$(KERNEL_OFFSET) \
	-Wl,--defsym=LOAD_PHYSICAL=$(LOAD_PHYSICAL) \
	-T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS)
X86_INCLUDES := -Iarch/x86 -Ikernel/arch/x86 -Ikernel/drivers
