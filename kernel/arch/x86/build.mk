# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the machines with an x86 processor share, PCs all: both widths.

PC_DRIVERS := apic bochs_display debug_exit multiboot no_execute pat pc_time pci pci_placed pci_ports uart_16550 walk
X86_SOURCES := $(wildcard kernel/arch/x86/*.c kernel/arch/x86/*.S) $(PC_DRIVERS:%=kernel/drivers/%.c)
ARCH_LINKER_SCRIPT := kernel/arch/x86/kernel.ld
X86_LINK = $(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
	-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments -Wl,--defsym=DIRECT_BASE=$(DIRECT_BASE) \
	-T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS)
X86_INCLUDES := -Iarch/x86 -Ikernel/arch/x86 -Ikernel/drivers
