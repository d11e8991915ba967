# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# What the machines with an x86 processor share, PCs all: both widths.

PC_DRIVERS := apic bochs_display debug_exit multiboot pc_time pci pci_ports table_walk uart_16550
X86_SOURCES := $(wildcard kernel/arch/x86/*.c) $(PC_DRIVERS:%=kernel/drivers/%.c)
X86_INCLUDES := -Iarch/x86 -Ikernel/arch/x86 -Ikernel/drivers
