# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
# RISC-V of both widths on QEMU's virt machine, from its first instruction on, without firmware.

CROSS_COMPILE := riscv64-linux-gnu-
RISCV_DRIVERS := bochs_display clint context cpu_ready fault fdt fdt_keep flush_local pci pci_ecam \
	pci_place private_windows sifive_test string uart_16550 walk walk_halves window_tables
ARCH_SOURCES := $(wildcard kernel/arch/riscv/*.c kernel/arch/riscv/*.S kernel/arch/$(ARCH)/*.S) \
	$(RISCV_DRIVERS:%=kernel/drivers/%.c)
ARCH_INCLUDES := -Iarch/riscv -Ikernel/arch/$(ARCH) -Ikernel/arch/riscv -Ikernel/drivers
# The kernel lies in the last 2 GiB, which that model reaches, too.
RISCV_CFLAGS := -mcmodel=medlow -fomit-frame-pointer -fno-pic -no-pie
# The kinds of window that there are.
ARCH_WINDOWS := cpu private task
ARCH_LINKER_SCRIPT := kernel/arch/riscv/kernel.ld
KERNEL_IMAGE := $(BUILD)/kernel.elf

# The compiler adds calls to these functions after the LTO link has chosen what to keep.
$(BUILD)/kernel/drivers/string.o $(BUILD)/kernel/drivers/divide.o \
$(BUILD)/kernel/drivers/shift.o $(BUILD)/kernel/arch/riscv32/swap.o: ARCH_CFLAGS += -fno-lto

$(KERNEL_IMAGE): $$(KERNEL_OBJECTS) $(ARCH_LINKER_SCRIPT)
	@echo "  LD  $@"
	$(Q)$(CROSS_COMPILE)gcc $(ARCH_CFLAGS) $(EXTRA_CFLAGS) -nostdlib -static -Wl,--build-id=none \
		-Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments $(RISCV_LINK_FLAGS) \
		-T $(ARCH_LINKER_SCRIPT) $(KERNEL_OBJECTS) -o $@
